import { describe, expect, test } from 'vitest';
import { quietProgress } from '../../stream/progress.cases.ts';
import { healthOf } from './health.ts';
import { emptyTally, tallied } from './tally.ts';

const running = tallied(emptyTally, quietProgress, 5_000);

const at = (nowMs: number, triggerMs = 500) => ({ startedMs: 0, nowMs, triggerMs });

describe('health', () => {
  test('is good while batches end', () => {
    expect(healthOf(running, at(6_250))).toEqual({
      httpStatus: 200,
      body: {
        status: 'running',
        secondsSinceBatch: 1.25,
        batchId: 7,
        lag: 12,
        watermark: '2026-11-22T09:51:00Z',
      },
    });
  });

  test('is bad when none ended for 30 seconds, or for ten triggers', () => {
    expect(healthOf(running, at(35_000)).body.status).toBe('running');
    expect(healthOf(running, at(35_001))).toMatchObject({
      httpStatus: 503,
      body: { status: 'stalled' },
    });
    expect(healthOf(running, at(55_000, 5_000)).httpStatus).toBe(200);
    expect(healthOf(running, at(55_001, 5_000)).httpStatus).toBe(503);
  });

  test('gives a start as long', () => {
    expect(healthOf(emptyTally, at(30_000))).toMatchObject({
      httpStatus: 200,
      body: { status: 'starting', secondsSinceBatch: null, lag: null },
    });
    expect(healthOf(emptyTally, at(30_001))).toMatchObject({
      httpStatus: 503,
      body: { status: 'stalled' },
    });
  });

  test('is bad after a failure', () => {
    expect(healthOf({ ...running, failure: 'the log ends at 5' }, at(5_001))).toMatchObject({
      httpStatus: 503,
      body: { status: 'failed', error: 'the log ends at 5' },
    });
  });
});
