import type { Value } from './aggregates/function.ts';

/** The one division of a ratio or share, in doubles; null for a divisor of 0. */
export const divide = (numerator: Value, denominator: Value, scale: number): number | null =>
  denominator === 0 ? null : Number(numerator) / (scale * Number(denominator));
