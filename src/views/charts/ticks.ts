const roundSteps = [1, 2, 2.5, 5, 10] as const;

/** Below this powers of ten lose their digits; such a range has no extent worth a step. */
const smallest = 1e-300;

/** The smallest round step (1, 2, 2.5 or 5 times a power of ten) that is not below `least`. */
export const roundStep = (least: number, mantissas: readonly number[] = roundSteps): number => {
  if (!(least > smallest)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const fraction = least / power;
  return (mantissas.find((mantissa) => mantissa >= fraction * (1 - 1e-12)) ?? 10) * power;
};

/** A range narrower than this part of its values is one value: doubles cannot mark steps in it. */
const finest = 1e-9;

const times = (step: number, index: number): number => Number((step * index).toPrecision(12));

/**
 * Round values that enclose [low, high], about `count` steps apart; whole numbers only where
 * `whole` is set, as for counts. Ascending, at least two.
 */
export const ticks = (
  low: number,
  high: number,
  count: number,
  whole = false,
): readonly number[] => {
  const extent = high - low;
  const least = extent > Math.abs(high) * finest ? extent / Math.max(1, count) : 0;
  const found = roundStep(least);
  const step = whole ? Math.max(1, Math.ceil(found)) : found;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => times(step, first + index));
};
