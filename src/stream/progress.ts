import type { StreamCounts } from '../engines/stream-state.ts';

/** What one batch did; names as in the progress records of Spark's Structured Streaming. */
export interface Progress {
  /** When the batch ended, RFC 3339. */
  readonly timestamp: string;
  /** From 1, counted by this process. */
  readonly batchId: number;
  readonly numInputRows: number;
  /** Rows per second since the batch before, and while the batch was worked on. */
  readonly inputRowsPerSecond: number;
  readonly processedRowsPerSecond: number;
  /** Milliseconds. */
  readonly durationMs: {
    /** Reading and decoding. */
    readonly getBatch: number;
    /** Into the state, until the commit is safe. */
    readonly addBatch: number;
    /** Closing windows. */
    readonly closeWindows: number;
    /** Showing changed windows, delivering to sinks. */
    readonly emit: number;
  };
  readonly eventTime: {
    readonly watermark: string | null;
    readonly max: string | null;
    /** The newest event time of each partition; null before its first valid record. */
    readonly partitions: Readonly<Record<string, string | null>>;
  };
  readonly stateOperators: {
    /** Windows that hold events and are not final. */
    readonly openWindows: number;
    readonly stateBytes: number;
    readonly numRowsDroppedByWatermark: number;
  };
  readonly sources: {
    readonly description: string;
    readonly endOffset: Readonly<Record<string, number>>;
    readonly latestOffset: Readonly<Record<string, number>>;
    /** Bytes in the embedded log, records in Kafka. */
    readonly lag: number;
    /** Partitions that the watermark does not wait for. */
    readonly idle: readonly string[];
  };
  readonly sink: { readonly finals: number; readonly provisional: number };
  /** Since the state began. */
  readonly totals: StreamCounts;
}
