import { compareKnown } from '../compare.ts';
import type { AggregateFunction, Value } from './function.ts';

const lesser = (left: Value, right: Value): Value => {
  if (left === null) return right;
  if (right === null) return left;
  return compareKnown(left, right) <= 0 ? left : right;
};

/** Smallest known value, text by UTF-8 bytes; null where there is none. */
export const min: AggregateFunction<Value> = {
  zero: () => null,
  add: lesser,
  combine: lesser,
  finish: (partial) => partial,
};
