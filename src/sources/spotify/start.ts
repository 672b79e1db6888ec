const longestPause = 30 * 60_000_000;
const millisecondsFrom = 1e11;

/**
 * When a playback began, in microseconds since 1970: Spotify records its end only.
 *
 * `offline_timestamp` (seconds in new files, milliseconds in old ones, 0 or null where it is not
 * kept) behaves as the moment playback began: what is left between it, the time heard and the
 * end is time spent paused. Where less than 30 minutes are left, it is the start. Otherwise a
 * player stood open for hours, or the value means something else, and the start is the end less
 * the time heard.
 */
export const startOfPlayback = (
  endedAt: number,
  playedMs: number,
  offlineTimestamp: unknown,
): number => {
  const latest = endedAt - playedMs * 1000;
  if (typeof offlineTimestamp !== 'number' || offlineTimestamp <= 0) return latest;
  const inMilliseconds = offlineTimestamp > millisecondsFrom;
  const began = Math.round(offlineTimestamp * (inMilliseconds ? 1000 : 1_000_000));
  const left = latest - began;
  return left >= 0 && left < longestPause ? began : latest;
};
