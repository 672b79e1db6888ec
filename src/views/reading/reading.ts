import type { Column } from '../../model/columns.ts';
import { isKey } from '../../model/dimension.ts';
import type { RunSummary } from '../../result/summary.ts';
import type { Cell, Row, Table } from '../../result/table.ts';
import { type InstantFormat, instantFormat } from '../format/instant.ts';
import { formatKey, type KeyMeaning, keyMeaning } from '../format/keys.ts';
import { formatMilliseconds } from '../format/milliseconds.ts';
import { formatFigure, formatValue, notAvailable } from '../format/value.ts';

/** What views have to know of the run to show a value. */
export interface ReadingContext {
  readonly instants: InstantFormat;
  readonly knowsEndings: boolean;
}

export const readingContext = ({
  summary,
}: {
  readonly summary: Pick<RunSummary, 'timeZone' | 'knowsEndings'>;
}): ReadingContext => ({
  instants: instantFormat(summary.timeZone),
  knowsEndings: summary.knowsEndings,
});

/** A table with what is needed to put its cells into words. */
export interface Reading {
  readonly table: Table;
  readonly context: ReadingContext;
  readonly meanings: ReadonlyMap<string, KeyMeaning>;
}

export const read = (table: Table, context: ReadingContext): Reading => ({
  table,
  context,
  meanings: new Map(
    table.analytic.by.flatMap((dimension) =>
      dimension.columns.filter(isKey).map((key) => [key.name, keyMeaning(key.expr.node)] as const),
    ),
  ),
});

/** @throws RangeError for a column that the table does not have. */
export const columnOf = ({ table }: Reading, name: string): Column => {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) throw new RangeError(`table "${table.name}" has no column "${name}"`);
  return column;
};

export const cellOf = ({ table }: Reading, row: Row, name: string): Cell =>
  row[table.columns.findIndex((column) => column.name === name)] ?? null;

/** False where the data cannot know the measure: its zeros mean nothing then. */
export const isAvailable = ({ context }: Reading, column: Column): boolean =>
  column.needs !== 'endings' || context.knowsEndings;

/** A number of the row, null where it is not known or not available. */
export const numberOf = (reading: Reading, row: Row, name: string): number | null => {
  const value = cellOf(reading, row, name);
  return typeof value === 'number' && isAvailable(reading, columnOf(reading, name)) ? value : null;
};

const isDimension = ({ role }: Column): boolean => role === 'key' || role === 'label';

/** Any cell in words, exactly. */
export const cellWords = (reading: Reading, row: Row, column: Column): string => {
  const value = cellOf(reading, row, column.name);
  if (column.role === 'attribute' && value === null) return '–';
  if (isDimension(column)) {
    return column.unit === 'milliseconds' && typeof value === 'number'
      ? formatMilliseconds(value)
      : formatKey(reading.meanings.get(column.name) ?? 'plain', value);
  }
  return isAvailable(reading, column)
    ? formatValue(column, value, reading.context.instants)
    : notAvailable;
};

/** A cell as a headline says it: large counts are rounded. */
export const figureWords = (reading: Reading, row: Row, column: Column): string =>
  isAvailable(reading, column)
    ? formatFigure(column, cellOf(reading, row, column.name), reading.context.instants)
    : notAvailable;

/** What the row is about: its label, or its key where the label is not known. */
export const rowName = (reading: Reading, row: Row, label: string): string => {
  const column = columnOf(reading, label);
  const dimension = reading.table.analytic.by.find((one) =>
    one.columns.some(({ name }) => name === label),
  );
  const key = dimension?.columns.find(isKey);
  const useKey = column.role === 'label' && key !== undefined && !cellOf(reading, row, label);
  return cellWords(reading, row, useKey ? columnOf(reading, key.name) : column);
};

/** The unit that counts in the table: `song`, `artist`, `listener`. */
export const nounOf = ({ table }: Reading): string =>
  table.analytic.by.map(({ title }) => title.toLowerCase()).join(' and ') || 'row';

/** The plural of an English noun in the catalogue. */
export const plural = (noun: string): string =>
  /[^aeiou]y$/.test(noun)
    ? `${noun.slice(0, -1)}ies`
    : /(s|x|ch|sh)$/.test(noun)
      ? `${noun}es`
      : `${noun}s`;
