import { expect, test } from 'vitest';
import type { StreamProgress } from '../../../engines/spark/connect/streaming.ts';
import { noCounts } from '../../../stream/live.ts';
import { progressOf } from './progress-of.ts';

const operator = {
  ...{ numRowsTotal: 9, numRowsUpdated: 1, numRowsRemoved: 0, memoryUsedBytes: 500 },
} as const;

/** As Spark 4.2 tells it, without what is not read. */
const told: StreamProgress = {
  ...{ id: 'a', runId: 'b', name: null, batchId: 41, batchDuration: 2_000 },
  timestamp: '2026-11-23T04:52:48.067Z',
  numInputRows: 1_000,
  inputRowsPerSecond: 99.5,
  durationMs: { latestOffset: 3, getBatch: 2, addBatch: 1_900, triggerExecution: 2_000 },
  eventTime: {
    ...{ max: '2026-11-23T04:52:48.073Z', min: '', avg: '' },
    watermark: '2026-11-23T04:42:48.000Z',
  },
  stateOperators: [
    {
      ...operator,
      operatorName: 'dedupe',
      numRowsDroppedByWatermark: 4,
      customMetrics: { numDroppedDuplicateRows: 30 },
    },
    {
      ...operator,
      operatorName: 'dedupe',
      numRowsDroppedByWatermark: 4,
      customMetrics: { numDroppedDuplicateRows: 30 },
    },
    { ...operator, operatorName: 'stateStoreSave', numRowsDroppedByWatermark: 70 },
  ],
  sources: [
    {
      description: 'KafkaV2[Subscribe[ev]]',
      startOffset: '{"ev":{"0":0,"1":0}}',
      endOffset: '{"ev":{"0":700,"1":300}}',
      latestOffset: { ev: { 0: 750, 1: 300 } },
      numInputRows: 1_000,
    },
  ],
  sink: { description: 'kafka' },
  observedMetrics: { tonearm_read: { read: 1_000, doubtful: 7, future: 3 } },
};

const beside = {
  ...{ source: 'kafka://h:9092/ev', before: noCounts, batchId: 1 },
  panes: { finals: 2, provisional: 5, open: 3 },
};

test('counts are those of events, though several operators see each', () => {
  const { totals, stateOperators } = progressOf(told, beside);
  expect(totals).toEqual({
    ...{ read: 1_000, accepted: 960, duplicates: 30, late: 4 },
    rejected: { doubtful: 7, future: 3 },
  });
  expect(stateOperators).toEqual({
    ...{ openWindows: 3, stateBytes: 1_500, numRowsDroppedByWatermark: 78 },
  });
});

test('counts go on from those before', () => {
  const { totals } = progressOf(told, beside);
  expect(progressOf(told, { ...beside, before: totals }).totals).toEqual({
    ...{ read: 2_000, accepted: 1_920, duplicates: 60, late: 8 },
    rejected: { doubtful: 14, future: 6 },
  });
});

test('offsets are read as text and as JSON, and what is behind is lag', () => {
  expect(progressOf(told, beside).sources).toEqual({
    description: 'kafka://h:9092/ev',
    endOffset: { 0: 700, 1: 300 },
    latestOffset: { 0: 750, 1: 300 },
    ...{ lag: 50, idle: [] },
  });
});

test('a watermark at the beginning of 1970 is none', () => {
  const none = { max: '', min: '', avg: '', watermark: '1970-01-01T00:00:00.000Z' };
  const { eventTime } = progressOf({ ...told, eventTime: none }, beside);
  expect(eventTime.watermark).toBeNull();
  expect(progressOf(told, beside).eventTime.watermark).toBe('2026-11-23T04:42:48Z');
});
