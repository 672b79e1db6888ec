import type { ZoneOffsets } from './query.ts';

const hourUs = 3_600_000_000;

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

export const greatestDivisor = (...widths: readonly number[]): number => widths.reduce(gcd, 0);

/**
 * The widest time bucket whose events all lie in the same local hour, in microseconds: an hour,
 * less where the zone has offsets or changes that are not whole hours.
 */
export const localWidth = ({ starts, offsets }: ZoneOffsets): number =>
  greatestDivisor(hourUs, ...offsets, ...starts.slice(1));

const niceWidths = [60, 30, 20, 15, 10, 5].map((minutes) => minutes * 60_000_000);

/**
 * A bucket that serves local hours and sessions at once: it divides the local width and is not
 * wider than the session gap, so that events of one bucket and listener share a session.
 * Undefined where only very narrow buckets would do.
 */
export const sharedWidth = (local: number, sessionGapUs: number): number | undefined =>
  niceWidths.find((width) => local % width === 0 && width <= sessionGapUs);
