import type { CommitRecord, NumberedPane, StreamState } from '../engines/stream-state.ts';
import type { PaneLine } from '../result/pane-line.ts';
import type { SideLines } from './account.ts';
import { deliverPanes, deliverRows } from './deliver.ts';
import type { StreamOptions } from './stream-options.ts';

/**
 * Hands over what the state has committed, and remembers what the next commit may forget. What a
 * process did not hand over before it ended comes first in the next one.
 */
export interface Outbox {
  /** What has been handed over since the last commit. */
  delivered(): CommitRecord['delivered'];
  /** The commit that forgot it is done; the numbers of its side rows. */
  committed(
    sides: SideLines,
    last: { readonly late: number; readonly rejected: number },
  ): Promise<void>;
  finals(panes: readonly NumberedPane[]): Promise<void>;
  provisional(panes: readonly PaneLine[]): Promise<void>;
}

type Destinations = Pick<StreamOptions, 'sinks' | 'lateSink' | 'rejectedSink'>;

/** An outbox that has handed over what was left. @throws TonearmError SINK_FAILED, as do its methods */
export const openOutbox = async (
  { sinks, lateSink, rejectedSink }: Destinations,
  state: Pick<StreamState, 'pendingFinals' | 'pendingSideRows'>,
): Promise<Outbox> => {
  let delivered = { finals: 0, late: 0, rejected: 0 };

  const finals = async (panes: readonly NumberedPane[]): Promise<void> => {
    await deliverPanes(
      sinks,
      panes.map(({ pane }) => pane),
    );
    delivered = { ...delivered, finals: panes.at(-1)?.number ?? delivered.finals };
  };

  await finals(await state.pendingFinals());
  for (const [kind, sink] of [
    ['late', lateSink],
    ['rejected', rejectedSink],
  ] as const) {
    if (sink === undefined) continue;
    const rows = await state.pendingSideRows(kind);
    await deliverRows(
      sink,
      rows.map(({ json }) => json),
    );
    delivered = { ...delivered, [kind]: rows.at(-1)?.number ?? 0 };
  }

  return {
    delivered: () => delivered,
    async committed({ late, rejected }, last) {
      await deliverRows(lateSink, late);
      await deliverRows(rejectedSink, rejected);
      delivered = {
        finals: 0,
        late: lateSink === undefined ? 0 : last.late,
        rejected: rejectedSink === undefined ? 0 : last.rejected,
      };
    },
    finals,
    provisional: (panes) => deliverPanes(sinks, panes),
  };
};
