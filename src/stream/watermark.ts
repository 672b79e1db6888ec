import { isIdle, type Partition } from './partition.ts';

/** How far a partition's own events have come. */
export const ownWatermark = (newest: number | null, delayUs: number): number =>
  newest === null ? -Infinity : newest - delayUs;

/** What the global watermark follows from; microseconds where not said otherwise. */
export interface WatermarkRules {
  readonly delayUs: number;
  /** Milliseconds; undefined: no partition is ever idle. */
  readonly idleAfterMs: number | undefined;
}

/** What is known when the watermark is looked at. */
export interface WatermarkView {
  readonly partitions: readonly Partition[];
  readonly previous: number | null;
  readonly elapsedMs: number;
  /** When the last record of any partition came, on the same clock. */
  readonly lastRecordMs: number;
  /** The watermark that closes all windows and sessions that hold events; null without any. */
  readonly closesAll: number | null;
}

const further = (previous: number | null, next: number): number | null => {
  if (next === -Infinity) return previous;
  return previous === null ? next : Math.max(previous, next);
};

/**
 * The global watermark: the smallest of the partitions that are not idle; it never moves back.
 * Where all are idle it moves on with the time since the last record, but not beyond what closes
 * all that holds events.
 */
export const globalWatermark = (
  { delayUs, idleAfterMs }: WatermarkRules,
  { partitions, previous, elapsedMs, lastRecordMs, closesAll }: WatermarkView,
): number | null => {
  if (partitions.length === 0) return previous;
  const active = partitions.filter((one) => !isIdle(one, idleAfterMs, elapsedMs));
  if (active.length > 0) {
    const own = active.map(({ newest }) => ownWatermark(newest, delayUs));
    return further(previous, Math.min(...own));
  }
  const newest = Math.max(...partitions.map((one) => ownWatermark(one.newest, delayUs)));
  const base = further(previous, newest);
  if (base === null || closesAll === null) return base;
  const silentUs = Math.max(0, Math.floor((elapsedMs - lastRecordMs) * 1000));
  return further(previous, Math.min(newest + silentUs, Math.max(closesAll, base)));
};
