import type { AggregateFunction } from './function.ts';

/** Sum of the known integers; 0 where there is none. Exact up to 2^53. */
export const sum: AggregateFunction<number> = {
  zero: () => 0,
  add: (partial, value) => partial + Number(value ?? 0),
  combine: (left, right) => left + right,
  finish: (partial) => partial,
};
