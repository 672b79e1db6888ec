import type { ZoneOffsets } from '../../src/plan/query.ts';

/** The part of a table of offsets that holds for instants from `first` to `last` (microseconds). */
export const trimZone = (
  { timeZone, starts, offsets }: ZoneOffsets,
  first: number,
  last: number,
): ZoneOffsets => {
  const from = Math.max(
    0,
    starts.findLastIndex((start) => start <= first),
  );
  const after = starts.findIndex((start) => start > last);
  const to = after < 0 ? starts.length : Math.max(after, from + 1);
  return { timeZone, starts: starts.slice(from, to), offsets: offsets.slice(from, to) };
};
