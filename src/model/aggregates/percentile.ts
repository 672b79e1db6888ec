import type { AggregateFunction } from './function.ts';

/**
 * Nearest-rank percentile of the known integers, for a whole `percent` from 1 to 100: the value
 * at rank ceil(percent · n / 100), reckoned in integers; null where there is none.
 */
export const percentile = (percent: number): AggregateFunction<number[]> => ({
  zero: () => [],
  add: (partial, value) => {
    if (value !== null) partial.push(Number(value));
    return partial;
  },
  combine: (left, right) => {
    for (const value of right) left.push(value);
    return left;
  },
  finish: (partial) => {
    const ascending = partial.toSorted((a, b) => a - b);
    const rank = Math.floor((percent * ascending.length + 99) / 100);
    return ascending[rank - 1] ?? null;
  },
});
