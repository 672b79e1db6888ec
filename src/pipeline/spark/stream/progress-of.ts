import type { StreamProgress } from '../../../engines/spark/connect/streaming.ts';
import { readMetrics } from '../../../engines/spark/stream/source.ts';
import type { StreamCounts } from '../../../engines/stream-state.ts';
import { noCounts } from '../../../stream/live.ts';
import type { Progress } from '../../../stream/progress.ts';

type Offsets = Readonly<Record<string, number>>;

/** Offsets as Spark's Kafka source tells them, as JSON or as text of it: topic → partition → offset. */
const offsetsIn = (told: unknown): Offsets => {
  const topics: unknown = typeof told === 'string' ? JSON.parse(told) : told;
  const [first] = Object.values((topics ?? {}) as Readonly<Record<string, Offsets>>);
  return first ?? {};
};

const number = (value: unknown): number => Number(value ?? 0);

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

const instantOf = (text: string | undefined): string | null =>
  text === undefined || text.startsWith('1970-01-01T00:00:00') ? null : text.replace('.000Z', 'Z');

/** What one batch read and dropped. */
const countsOf = ({ observedMetrics, stateOperators }: StreamProgress): StreamCounts => {
  const metrics = observedMetrics?.[readMetrics] ?? {};
  const [read, doubtful, future] = [metrics['read'], metrics['doubtful'], metrics['future']].map(
    number,
  ) as [number, number, number];
  // Every branch of the query drops duplicates, all of them the same.
  const branches = stateOperators.filter(({ operatorName }) => operatorName.startsWith('dedupe'));
  const most = (of: (operator: (typeof branches)[number]) => number): number =>
    Math.max(0, ...branches.map(of));
  const duplicates = most(({ customMetrics }) =>
    number(customMetrics?.['numDroppedDuplicateRows']),
  );
  return {
    read,
    accepted: read - doubtful - future - duplicates,
    duplicates,
    late: most(({ numRowsDroppedByWatermark }) => numRowsDroppedByWatermark),
    rejected: {
      ...(doubtful > 0 ? { doubtful } : {}),
      ...(future > 0 ? { future } : {}),
    },
  };
};

const added = (left: StreamCounts, right: StreamCounts): StreamCounts => {
  const rejected = { ...left.rejected };
  for (const [reason, count] of Object.entries(right.rejected)) {
    rejected[reason] = (rejected[reason] ?? 0) + count;
  }
  return {
    read: left.read + right.read,
    accepted: left.accepted + right.accepted,
    duplicates: left.duplicates + right.duplicates,
    late: left.late + right.late,
    rejected,
  };
};

/** The progress of a query that has found nothing to do since it was started. */
export const nothingYet = (source: string, timestamp: string): Progress => ({
  ...{ timestamp, batchId: 0, numInputRows: 0, inputRowsPerSecond: 0, processedRowsPerSecond: 0 },
  durationMs: { getBatch: 0, addBatch: 0, closeWindows: 0, emit: 0 },
  eventTime: { watermark: null, max: null, partitions: {} },
  stateOperators: { openWindows: 0, stateBytes: 0, numRowsDroppedByWatermark: 0 },
  sources: { description: source, endOffset: {}, latestOffset: {}, lag: 0, idle: [] },
  sink: { finals: 0, provisional: 0 },
  totals: noCounts,
});

/** What is known beside the progress of a query. */
export interface Beside {
  /** The address of the topic. */
  readonly source: string;
  /** Counts before this batch, since the run began. */
  readonly before: StreamCounts;
  /** The number of the batch in this run. */
  readonly batchId: number;
  /** Panes since the last progress, and windows that are open. */
  readonly panes: Progress['sink'] & { readonly open: number };
}

/**
 * The progress of a query in Spark as the one of a stream in this process. Spark knows no watermark
 * of a partition: there are none; rows that were dropped are counted by operator.
 */
export const progressOf = (
  progress: StreamProgress,
  { source: description, before, batchId, panes }: Beside,
): Progress => {
  const { sources, durationMs = {}, eventTime, stateOperators } = progress;
  const [source] = sources;
  const rows = progress.numInputRows ?? sum(sources.map(({ numInputRows }) => numInputRows));
  const endOffset = offsetsIn(source?.endOffset);
  const latestOffset = { ...endOffset, ...offsetsIn(source?.latestOffset) };
  const ms = progress.batchDuration ?? durationMs['triggerExecution'] ?? 0;
  return {
    timestamp: progress.timestamp,
    batchId,
    numInputRows: rows,
    inputRowsPerSecond: number(progress.inputRowsPerSecond),
    processedRowsPerSecond: ms === 0 ? 0 : (rows / ms) * 1000,
    durationMs: {
      getBatch: number(durationMs['latestOffset']) + number(durationMs['getBatch']),
      addBatch: number(durationMs['addBatch']),
      closeWindows: 0,
      emit: 0,
    },
    eventTime: {
      watermark: instantOf(eventTime?.watermark),
      max: instantOf(eventTime?.max),
      partitions: {},
    },
    stateOperators: {
      openWindows: panes.open,
      stateBytes: sum(stateOperators.map(({ memoryUsedBytes }) => memoryUsedBytes)),
      numRowsDroppedByWatermark: sum(
        stateOperators.map(({ numRowsDroppedByWatermark }) => numRowsDroppedByWatermark),
      ),
    },
    sources: {
      description,
      endOffset,
      latestOffset,
      lag: sum(
        Object.entries(latestOffset).map(([partition, last]) =>
          Math.max(0, last - (endOffset[partition] ?? 0)),
        ),
      ),
      idle: [],
    },
    sink: { finals: panes.finals, provisional: panes.provisional },
    totals: added(before, countsOf(progress)),
  };
};
