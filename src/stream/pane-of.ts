import type { WindowRows } from '../engines/stream-state.ts';
import type { Frame } from '../plan/frame.ts';
import type { Pane } from '../result/pane.ts';
import { toPaneLine } from '../result/to-pane-line.ts';
import type { PaneLine } from '../result/pane-line.ts';

/** The pane of one query of a frame for one window. */
export const paneLineOf = (
  frame: Frame,
  query: number,
  { start, rows }: WindowRows,
  about: Pick<Pane, 'revision' | 'final' | 'watermark'>,
): PaneLine => {
  const analytic = frame.queries[query]?.analytic;
  if (analytic === undefined) throw new RangeError(`no query ${query}`);
  const end = start + frame.window.sizeUs;
  return toPaneLine({ analytic, start, end, rows: rows[query] ?? [], ...about });
};
