import type { PaneLine } from '../result/pane-line.ts';
import type { OpenWindows } from './open-windows.ts';
import { paneLineOf } from './pane-of.ts';
import type { Revisions } from './revisions.ts';
import type { StreamOptions } from './stream-options.ts';

/** The final panes of windows, per frame those that begin at `closing`; by end, then as in the catalogue. */
export const finalPanes = async (
  {
    rules,
    state,
    contextFor,
    order,
  }: Pick<StreamOptions, 'rules' | 'state' | 'contextFor' | 'order'>,
  closing: readonly (readonly number[])[],
  revisions: Revisions,
  watermark: number,
): Promise<readonly PaneLine[]> => {
  const panes: PaneLine[] = [];
  for (const [index, frame] of rules.frames.entries()) {
    const starts = closing[index] ?? [];
    const [first = 0] = starts;
    const last = (starts.at(-1) ?? 0) + frame.window.sizeUs + frame.holdUs;
    const windows = await state.windowRows(frame, starts, contextFor(first, last));
    for (const rows of windows) {
      for (const query of frame.queries.keys()) {
        const revision = revisions.last(index, rows.start, query);
        panes.push(paneLineOf(frame, query, rows, { revision, final: true, watermark }));
      }
    }
  }
  const placeOf = ({ analytic }: PaneLine): number => order.indexOf(analytic);
  return panes.toSorted((left, right) => left.end - right.end || placeOf(left) - placeOf(right));
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
