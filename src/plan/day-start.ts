import type { ZoneOffsets } from './query.ts';

const dayUs = 86_400_000_000;

/**
 * The first instant (microseconds) of a local day (days since 1970-01-01) in a zone whose offsets
 * cover it: where midnight is skipped, the first instant after the change.
 */
export const dayStart = (day: number, { starts, offsets }: ZoneOffsets): number => {
  const candidates = offsets.flatMap((offset, index) => {
    const from = starts[index] ?? 0;
    const to = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    const at = index === 0 ? day * dayUs - offset : Math.max(from, day * dayUs - offset);
    return at < to && Math.floor((at + offset) / dayUs) === day ? [at] : [];
  });
  return Math.min(...candidates);
};
