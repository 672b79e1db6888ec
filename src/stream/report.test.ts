import { expect, test } from 'vitest';
import { liveFrom } from './live.ts';
import { advanced, looked, newPartition } from './partition.ts';
import { tenOClock } from './progress.cases.ts';
import { progressOf } from './report.ts';

const about = {
  rows: 3,
  times: { previous: 0, began: 100, read: 150, added: 160, closed: 160, ended: 60_500 },
  nowUs: tenOClock,
  source: 'file:log',
  sink: { finals: 0, provisional: 1 },
  idleAfterMs: 60_000,
};

test('progress has the newest event, the lag and the idleness of each partition', () => {
  const live = liveFrom(undefined, new Map(), 0);
  live.partitions.set(0, looked(advanced(newPartition(0, 0), 40, tenOClock), 52, 150));
  live.partitions.set(1, looked(newPartition(1, 7), 7, 500));
  live.partitions.set(2, looked(newPartition(2, 7), 7, 501));
  const { eventTime, sources } = progressOf(live, [], { bytes: () => 1 }, about);
  expect(eventTime.partitions).toEqual({ '0': '2026-11-22T10:00:00Z', '1': null, '2': null });
  expect(sources).toEqual({
    description: 'file:log',
    endOffset: { '0': 40, '1': 7, '2': 7 },
    latestOffset: { '0': 52, '1': 7, '2': 7 },
    lag: 12,
    idle: ['1'],
  });
  const never = progressOf(live, [], { bytes: () => 1 }, { ...about, idleAfterMs: undefined });
  expect(never.sources.idle).toEqual([]);
});
