import { closesAt } from '../plan/frame.ts';
import type { PaneLine } from '../result/pane-line.ts';
import type { OpenWindows } from './open-windows.ts';
import { paneLineOf } from './pane-of.ts';
import type { Revisions } from './revisions.ts';
import type { StreamOptions } from './stream-options.ts';

/** How far event time has come: to `reached`, and to `upTo` because nothing more will come. */
export interface Closing {
  readonly upTo: number;
  readonly reached: number;
}

/**
 * The final panes of windows, per frame those that begin at `closing`: what the watermark had closed
 * before the rest, by end, then as in the catalogue.
 */
export const finalPanes = async (
  {
    rules,
    state,
    contextFor,
    order,
  }: Pick<StreamOptions, 'rules' | 'state' | 'contextFor' | 'order'>,
  closing: readonly (readonly number[])[],
  revisions: Revisions,
  { upTo, reached }: Closing,
): Promise<readonly PaneLine[]> => {
  const panes: (readonly [watermark: number, pane: PaneLine])[] = [];
  for (const [index, frame] of rules.frames.entries()) {
    const starts = closing[index] ?? [];
    const [first = 0] = starts;
    const last = (starts.at(-1) ?? 0) + frame.window.sizeUs + frame.holdUs;
    const windows = await state.windowRows(frame, starts, contextFor(first, last));
    for (const rows of windows) {
      const watermark = closesAt(frame, rows.start) <= reached ? reached : upTo;
      for (const query of frame.queries.keys()) {
        const revision = revisions.last(index, rows.start, query);
        const about = { revision, final: true, watermark };
        panes.push([watermark, paneLineOf(frame, query, rows, about)]);
      }
    }
  }
  const placeOf = ({ analytic }: PaneLine): number => order.indexOf(analytic);
  return panes
    .toSorted(
      ([closedBy, left], [otherClosedBy, right]) =>
        closedBy - otherClosedBy || left.end - right.end || placeOf(left) - placeOf(right),
    )
    .map(([, pane]) => pane);
};

/** Forgets windows that have their finals. */
export const forgetWindows = (
  open: readonly OpenWindows[],
  closing: readonly (readonly number[])[],
  revisions: Revisions,
): void => {
  for (const [index, starts] of closing.entries()) {
    open[index]?.remove(starts);
    revisions.forget(index, starts);
  }
};
