import type { Column } from '../../model/columns.ts';
import type { Row } from '../../result/table.ts';
import type { TimeValue } from '../charts/time-line.ts';
import { mainColumn } from './finding.ts';
import { cellOf, columnOf, isAvailable, numberOf, type Reading } from './reading.ts';

/** What is shown of a table over windows; all its rows stay in the files. */
export interface WindowsReading {
  readonly reading: Reading;
  readonly windows: number;
  /** Half-open, in microseconds; undefined without rows. */
  readonly last: { readonly start: number; readonly end: number } | undefined;
  readonly lastRows: readonly Row[];
  /** One value per window, where a window has one row. */
  readonly line: { readonly column: Column; readonly values: readonly TimeValue[] } | undefined;
}

const startOf = (reading: Reading, row: Row): number =>
  Number(cellOf(reading, row, 'window_start'));

/** Reads a table over windows; its rows are in the order of the windows. */
export const readWindows = (reading: Reading): WindowsReading => {
  const { rows, analytic } = reading.table;
  let windows = 0;
  let before: number | undefined;
  let lastFrom = 0;
  for (const [index, row] of rows.entries()) {
    const start = startOf(reading, row);
    if (start === before) continue;
    windows += 1;
    before = start;
    lastFrom = index;
  }
  const lastRow = rows.at(-1);
  const column = columnOf(reading, mainColumn(analytic.chart));
  return {
    reading,
    windows,
    last:
      lastRow === undefined
        ? undefined
        : { start: startOf(reading, lastRow), end: Number(cellOf(reading, lastRow, 'window_end')) },
    lastRows: rows.slice(lastFrom),
    line:
      analytic.by.length === 0 && windows > 1 && isAvailable(reading, column)
        ? {
            column,
            values: rows.map((row) => ({
              at: startOf(reading, row),
              value: numberOf(reading, row, column.name),
            })),
          }
        : undefined,
  };
};
