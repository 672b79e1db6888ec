import type { Chart } from '../../model/chart.ts';
import type { Row } from '../../result/table.ts';
import type { GridValue } from '../charts/heat-map.ts';
import { cellOf, cellWords, columnOf, numberOf, type Reading } from './reading.ts';

/** The rows of a heat map as a grid, with the short names of its columns and rows. */
export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly values: readonly GridValue[];
}

interface Axis {
  readonly names: readonly string[];
  readonly indexOf: (row: Row) => number;
}

const weekdayLetters = 3;

const axisOf = (reading: Reading, name: string): Axis => {
  const column = columnOf(reading, name);
  const meaning = reading.meanings.get(name);
  const firsts = new Map(
    reading.table.rows.toReversed().map((row) => [cellOf(reading, row, name), row]),
  );
  const values = [...new Set(reading.table.rows.map((row) => cellOf(reading, row, name)))];
  const at = new Map(values.map((value, index) => [value, index]));
  return {
    names: values.map((value) => {
      const row = firsts.get(value);
      const words = row === undefined ? '' : cellWords(reading, row, column);
      return meaning === 'hour'
        ? String(value)
        : meaning === 'weekday'
          ? words.slice(0, weekdayLetters)
          : words;
    }),
    indexOf: (row) => at.get(cellOf(reading, row, name)) ?? 0,
  };
};

export const heatGrid = (
  reading: Reading,
  { of, x, y }: Extract<Chart, { readonly kind: 'heatMap' }>,
): Grid => {
  const across = axisOf(reading, x);
  const down = axisOf(reading, y);
  return {
    columns: across.names,
    rows: down.names,
    values: reading.table.rows.map((row) => ({
      column: across.indexOf(row),
      row: down.indexOf(row),
      value: numberOf(reading, row, of),
    })),
  };
};
