import { compareKnown } from '../model/compare.ts';
import { resultColumns } from '../model/columns.ts';
import type { Order } from '../model/order.ts';
import type { Cell, Row } from '../result/table.ts';
import type { Query } from './query.ts';

/** The cells of a row by the names of its columns. */
export type NamedRow = Readonly<Record<string, Cell>>;

const compareBy = ({ column, direction }: Order, a: NamedRow, b: NamedRow): number => {
  const left = a[column] ?? null;
  const right = b[column] ?? null;
  // Null is last in both directions.
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return direction === 'ascending' ? compareKnown(left, right) : compareKnown(right, left);
};

const reaches = ({ threshold }: Query, row: NamedRow): boolean => {
  if (threshold === undefined) return true;
  const value = row[threshold.of] ?? null;
  return value !== null && Number(value) >= threshold.atLeast;
};

/**
 * Rows by ascending keys made the rows of the result: those that reach the threshold, in the
 * order of the analytic (the sort is stable, so that ties stay by key), cut at the limit, ranked.
 */
export const finishRows = (query: Query, rows: readonly NamedRow[]): readonly Row[] => {
  const { analytic, scope, limit } = query;
  const columns = resultColumns(analytic, scope);
  return rows
    .filter((row) => reaches(query, row))
    .toSorted((a, b) => {
      for (const term of analytic.order) {
        const order = compareBy(term, a, b);
        if (order !== 0) return order;
      }
      return 0;
    })
    .slice(0, limit)
    .map((row, index) =>
      columns.map(({ role, name }) => (role === 'rank' ? index + 1 : (row[name] ?? null))),
    );
};
