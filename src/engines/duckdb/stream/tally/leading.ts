import type { NamedRow } from '../../../../plan/finish-rows.ts';
import type { Query } from '../../../../plan/query.ts';

/** Below so many there is nothing to gain. */
const few = 100;

/**
 * The rows among which the first `limit` of the result are, ties included: those that reach the
 * threshold and are not behind the last of them by the first column of the order. All where it
 * cannot be told.
 */
export const leading = <T>(
  { analytic, limit, threshold }: Query,
  items: readonly T[],
  rowOf: (item: T) => NamedRow,
): readonly T[] => {
  const [first] = analytic.order;
  if (limit === undefined || first === undefined || items.length <= Math.max(limit, few)) {
    return items;
  }
  const value = (item: T): number => Number(rowOf(item)[first.column]);
  const reaching = items.filter((item) => {
    const row = rowOf(item);
    const isNumber = typeof row[first.column] === 'number';
    if (threshold === undefined) return isNumber;
    const reached = row[threshold.of] ?? null;
    return isNumber && reached !== null && Number(reached) >= threshold.atLeast;
  });
  if (reaching.length < limit || limit === 0) return items;
  const sorted = Float64Array.from(reaching, value).toSorted();
  return first.direction === 'descending'
    ? atLeast(reaching, value, sorted.at(-limit) ?? -Infinity)
    : atLeast(reaching, (item) => -value(item), -(sorted[limit - 1] ?? Infinity));
};

const atLeast = <T>(items: readonly T[], value: (item: T) => number, bound: number): readonly T[] =>
  items.filter((item) => value(item) >= bound);
