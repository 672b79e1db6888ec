import { formatInstant } from '../event/time.ts';
import type { Progress } from './progress.ts';

/** 2026-11-22T10:00:00Z in microseconds. */
export const tenOClock = 1_795_341_600_000_000;

/** A progress record of a quiet stream with two partitions, a minute after ten. */
export const quietProgress: Progress = {
  timestamp: formatInstant(tenOClock + 60_000_000),
  batchId: 7,
  numInputRows: 120,
  inputRowsPerSecond: 240,
  processedRowsPerSecond: 236,
  durationMs: { getBatch: 480, addBatch: 15, closeWindows: 0, emit: 5 },
  eventTime: {
    watermark: formatInstant(tenOClock - 540_000_000),
    max: formatInstant(tenOClock + 59_000_000),
    partitions: {
      '0': formatInstant(tenOClock + 59_000_000),
      '1': formatInstant(tenOClock + 58_500_000),
    },
  },
  stateOperators: { openWindows: 31, stateBytes: 4_206_592, numRowsDroppedByWatermark: 3 },
  sources: {
    description: 'kafka://127.0.0.1:9092/music-events',
    endOffset: { '0': 500, '1': 498 },
    latestOffset: { '0': 500, '1': 510 },
    lag: 12,
    idle: [],
  },
  sink: { finals: 2, provisional: 9 },
  totals: {
    read: 1_000,
    accepted: 970,
    duplicates: 20,
    late: 3,
    rejected: { json: 8, 'missing:user_id': 2 },
  },
};
