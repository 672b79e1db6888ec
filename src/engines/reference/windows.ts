import { type Window, windowStarts } from '../../model/window.ts';
import type { Fields } from '../../plan/evaluate.ts';

/** The rows of one window. */
export interface WindowRows {
  readonly start: number;
  readonly rows: readonly Fields[];
}

/** The windows that hold rows, ascending; `timeColumn` says when a row happened. */
export const byWindow = (
  rows: readonly Fields[],
  window: Window,
  timeColumn: string,
): readonly WindowRows[] => {
  const windows = new Map<number, Fields[]>();
  for (const row of rows) {
    for (const start of windowStarts(window, Number(row[timeColumn]))) {
      const held = windows.get(start);
      if (held === undefined) windows.set(start, [row]);
      else held.push(row);
    }
  }
  return [...windows]
    .map(([start, held]) => ({ start, rows: held }))
    .sort((a, b) => a.start - b.start);
};
