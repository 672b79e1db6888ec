import type { Cell } from '../result/table.ts';
import type { Query } from './query.ts';

/** Below so many there is nothing to gain. */
const few = 100;

const atLeast = <R>(rows: readonly R[], value: (row: R) => number, bound: number): readonly R[] =>
  rows.filter((row) => value(row) >= bound);

/**
 * The rows among which the first `limit` of the result are, ties included, in the order in which
 * they came: those that reach the threshold and are not behind the last of them by the first column
 * of the order. All rows where that cannot be told.
 */
export const leadingRows = <R>(
  { analytic, limit, threshold }: Query,
  rows: readonly R[],
  cellOf: (row: R, column: string) => Cell,
): readonly R[] => {
  const [first] = analytic.order;
  if (limit === undefined || first === undefined || rows.length <= Math.max(limit, few)) {
    return rows;
  }
  const { column, direction } = first;
  const reaching = rows.filter((row) => {
    if (typeof cellOf(row, column) !== 'number') return false;
    if (threshold === undefined) return true;
    const reached = cellOf(row, threshold.of);
    return reached !== null && Number(reached) >= threshold.atLeast;
  });
  if (reaching.length < limit || limit === 0) return rows;
  const value = (row: R): number => Number(cellOf(row, column));
  const sorted = Float64Array.from(reaching, value).toSorted();
  return direction === 'descending'
    ? atLeast(reaching, value, sorted.at(-limit) ?? -Infinity)
    : atLeast(reaching, (row) => -value(row), -(sorted[limit - 1] ?? Infinity));
};
