import { compareKnown } from '../compare.ts';
import type { AggregateFunction, Value } from './function.ts';

const greater = (left: Value, right: Value): Value => {
  if (left === null) return right;
  if (right === null) return left;
  return compareKnown(left, right) >= 0 ? left : right;
};

/** Largest known value, text by UTF-8 bytes; null where there is none. */
export const max: AggregateFunction<Value> = {
  zero: () => null,
  add: greater,
  combine: greater,
  finish: (partial) => partial,
};
