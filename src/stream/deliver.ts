import { messageOf, TonearmError } from '../error.ts';
import type { PaneLine } from '../result/pane-line.ts';
import type { PaneSink } from '../sinks/pane-sink.ts';
import type { RowSink } from '../sinks/row-sink.ts';

const failure = (name: string, cause: unknown): TonearmError =>
  cause instanceof TonearmError
    ? cause
    : new TonearmError(
        'SINK_FAILED',
        `${name} did not take what it was given: ${messageOf(cause)}`,
        {
          facts: { sink: name },
          cause,
          hint: 'mend the destination and start again: what it did not get comes again, equal',
        },
      );

/** Gives panes to all sinks and waits until each has them. @throws TonearmError SINK_FAILED */
export const deliverPanes = async (
  sinks: readonly PaneSink[],
  panes: readonly PaneLine[],
): Promise<void> => {
  if (panes.length === 0) return;
  for (const sink of sinks) {
    try {
      await sink.deliver(panes);
    } catch (cause) {
      throw failure(sink.name, cause);
    }
  }
};

/** Gives rows to a destination. @throws TonearmError SINK_FAILED */
export const deliverRows = async (
  sink: RowSink | undefined,
  rows: readonly string[],
): Promise<void> => {
  if (sink === undefined || rows.length === 0) return;
  try {
    await sink.deliver(rows);
  } catch (cause) {
    throw failure(sink.name, cause);
  }
};
