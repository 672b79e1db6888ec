import type { Order } from '../../../model/order.ts';
import type { Cell } from '../../../result/table.ts';

/** Below so many times the limit, sorting all costs less than looking for the first. */
const worthwhile = 4;

/**
 * The rows that may be among the first `limit` in an order whose first term gives `cellOf`, in the
 * order in which they came: all that are equal to the last of them by that term stay. All rows where
 * that term is a text.
 */
export const leadingRows = <R>(
  rows: readonly R[],
  cellOf: (row: R) => Cell,
  direction: Order['direction'],
  limit: number,
): readonly R[] => {
  if (rows.length <= worthwhile * limit) return rows;
  const cells = rows.map(cellOf);
  if (cells.some((cell) => typeof cell === 'string')) return rows;
  const sign = direction === 'descending' ? 1 : -1;
  // Null is last in both directions.
  const ranks = Float64Array.from(cells, (cell) =>
    cell === null ? -Infinity : sign * Number(cell),
  );
  const least = ranks.toSorted().at(-limit) ?? -Infinity;
  return rows.filter((_, index) => (ranks[index] ?? -Infinity) >= least);
};
