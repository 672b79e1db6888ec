import { roundStep } from './ticks.ts';

/** Ranges of equal size over the values above 0, for cells of one hue. */
export interface Shades {
  /** Upper ends of the ranges, ascending; the last is not below the largest value. */
  readonly ends: readonly number[];
  /** What each range spans: it goes from `end - size` (left out) to `end` (included). */
  readonly size: number;
  /** 0 for nothing, else 1 to `ends.length`. */
  readonly of: (value: number) => number;
}

const sizes = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/**
 * At most `count` ranges with round ends from the smallest to the largest value above 0; where
 * the smallest is near 0 they start there. Whole ends for counts.
 */
export const shades = (values: readonly (number | null)[], count: number, whole = true): Shades => {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    if (value === null || value <= 0) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return { ends: [], size: 0, of: () => 0 };
  const below = (size: number): number => Math.max(0, Math.ceil(low / size - 1e-9) - 1);
  const from = low * 4 < high ? 0 : low;
  let size = whole
    ? Math.max(1, Math.ceil(roundStep((high - from) / count, sizes)))
    : roundStep((high - from) / count, sizes);
  const steps = (): number => Math.ceil(high / size - 1e-9) - (from === 0 ? 0 : below(size));
  while (steps() > count) {
    const next = roundStep(size * 1.1, sizes);
    size = whole ? Math.ceil(next) : next;
  }
  const start = from === 0 ? 0 : below(size);
  const ends = Array.from({ length: steps() }, (_, index) =>
    Number((size * (start + index + 1)).toPrecision(12)),
  );
  return {
    ends,
    size,
    of: (value) =>
      value <= 0 ? 0 : Math.min(ends.length, Math.max(1, Math.ceil(value / size - 1e-9) - start)),
  };
};
