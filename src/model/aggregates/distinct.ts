import type { AggregateFunction } from './function.ts';

/** Number of different known values, exactly. */
export const distinct: AggregateFunction<Set<string | number>> = {
  zero: () => new Set(),
  add: (partial, value) => (value === null ? partial : partial.add(value)),
  combine: (left, right) => {
    for (const value of right) left.add(value);
    return left;
  },
  finish: (partial) => partial.size,
};
