import { describe, expect, test } from 'vitest';
import { advanced, isIdle, lagOf, looked, newPartition, type Partition } from './partition.ts';
import { globalWatermark, ownWatermark, type WatermarkView } from './watermark.ts';

const minute = 60_000_000;
const rules = { delayUs: 10 * minute, idleAfterMs: 60_000 };

/** A partition whose newest event happened then (minutes); caught up since (milliseconds). */
const at = (newest: number | null, caughtUpMs?: number): Partition => ({
  partition: 0,
  next: 10,
  end: caughtUpMs === undefined ? 20 : 10,
  newest: newest === null ? null : newest * minute,
  caughtUpMs,
});

const view = (
  partitions: readonly Partition[],
  more: Partial<WatermarkView> = {},
): WatermarkView => ({
  partitions,
  previous: null,
  elapsedMs: 100_000,
  lastRecordMs: 100_000,
  closesAll: null,
  ...more,
});

describe('the watermark of a partition', () => {
  test('is the delay behind its newest event', () => {
    expect(ownWatermark(30 * minute, rules.delayUs)).toBe(20 * minute);
    expect(ownWatermark(null, rules.delayUs)).toBe(-Infinity);
  });
});

describe('a partition', () => {
  test('counts idle time from when nothing was left to read', () => {
    const behind = looked(newPartition(0, 5), 8, 1_000);
    expect(lagOf(behind)).toBe(3);
    expect(behind.caughtUpMs).toBeUndefined();
    const caughtUp = looked(advanced(behind, 8, 1), 8, 2_000);
    expect(caughtUp.caughtUpMs).toBe(2_000);
    expect(looked(caughtUp, 8, 3_000).caughtUpMs).toBe(2_000);
    expect(isIdle(caughtUp, 60_000, 61_999)).toBe(false);
    expect(isIdle(caughtUp, 60_000, 62_000)).toBe(true);
    expect(isIdle(caughtUp, undefined, 1e9)).toBe(false);
  });

  test('is not idle while there is lag, however long nothing is read', () => {
    const behind = looked(newPartition(0, 5), 8, 1_000);
    expect(isIdle(looked(behind, 8, 1e9), 60_000, 1e9)).toBe(false);
  });

  test('counts anew when something comes', () => {
    const caughtUp = looked(advanced(newPartition(0, 0), 8, 1), 8, 2_000);
    expect(looked(caughtUp, 9, 3_000).caughtUpMs).toBeUndefined();
    expect(looked(advanced(caughtUp, 9, 1), 9, 4_000).caughtUpMs).toBe(4_000);
  });
});

describe('the global watermark', () => {
  test('is the smallest of all', () => {
    expect(globalWatermark(rules, view([at(30), at(25)]))).toBe(15 * minute);
  });

  test('waits for a partition without a valid record', () => {
    expect(globalWatermark(rules, view([at(30), at(null)]))).toBeNull();
    const idle = view([at(30), at(null, 0)]);
    expect(globalWatermark(rules, idle)).toBe(20 * minute);
  });

  test('goes on without a partition that is idle, but not without one that is silent with lag', () => {
    expect(globalWatermark(rules, view([at(30), at(25, 40_000)]))).toBe(20 * minute);
    expect(globalWatermark(rules, view([at(30), at(25, 40_001)]))).toBe(15 * minute);
    expect(globalWatermark({ ...rules, idleAfterMs: undefined }, view([at(30), at(25, 0)]))).toBe(
      15 * minute,
    );
  });

  test('never moves back', () => {
    expect(globalWatermark(rules, view([at(30), at(25)], { previous: 18 * minute }))).toBe(
      18 * minute,
    );
    expect(globalWatermark(rules, view([], { previous: 18 * minute }))).toBe(18 * minute);
  });

  test('moves on with the clock where all are idle, up to what closes everything', () => {
    const idle = [at(30, 0), at(25, 0)];
    const since = (elapsedMs: number, closesAll: number | null) =>
      globalWatermark(rules, view(idle, { elapsedMs, lastRecordMs: 0, closesAll }));
    expect(since(60_000, 35 * minute)).toBe(21 * minute);
    expect(since(120_000, 35 * minute)).toBe(22 * minute);
    expect(since(3_600_000, 35 * minute)).toBe(35 * minute);
    expect(since(3_600_000, null)).toBe(20 * minute);
  });
});
