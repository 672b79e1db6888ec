import type { AggregateFunction } from './function.ts';

/** Number of values, unknown ones included. */
export const count: AggregateFunction<number> = {
  zero: () => 0,
  add: (partial) => partial + 1,
  combine: (left, right) => left + right,
  finish: (partial) => partial,
};
