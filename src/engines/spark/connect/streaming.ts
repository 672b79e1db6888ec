/** When micro-batches start: at an interval (`'1 second'`), or until what is there is read. */
export type StreamTrigger =
  | { readonly kind: 'processing-time'; readonly interval: string }
  | { readonly kind: 'available-now' };

export interface StreamOptions {
  readonly format: string;
  /** For the sink, `checkpointLocation` among them. */
  readonly options?: Readonly<Record<string, string>>;
  readonly trigger: StreamTrigger;
  readonly outputMode: 'append' | 'update' | 'complete';
  readonly queryName?: string;
  readonly partitionBy?: readonly string[];
  /** The folder of a file sink, or a table. */
  readonly to?: { readonly path: string } | { readonly table: string };
}

export interface StreamStatus {
  readonly message: string;
  readonly isActive: boolean;
  readonly isDataAvailable: boolean;
  readonly isTriggerActive: boolean;
}

/** Progress of one micro-batch as Spark writes it (JSON); only what is read here is named. */
export interface StreamProgress {
  readonly id: string;
  readonly runId: string;
  readonly name: string | null;
  readonly timestamp: string;
  readonly batchId: number;
  readonly batchDuration?: number;
  readonly durationMs?: Readonly<Record<string, number>>;
  /** Missing in `lastProgress` of Spark 4.2: then the sum over `sources` says it. */
  readonly numInputRows?: number;
  readonly inputRowsPerSecond?: number;
  readonly eventTime?: Readonly<Record<'max' | 'min' | 'avg' | 'watermark', string>>;
  readonly stateOperators: readonly {
    readonly operatorName: string;
    readonly numRowsTotal: number;
    readonly numRowsUpdated: number;
    readonly numRowsRemoved: number;
    readonly numRowsDroppedByWatermark: number;
    readonly memoryUsedBytes: number;
    readonly customMetrics?: Readonly<Record<string, number>>;
  }[];
  readonly sources: readonly {
    readonly description: string;
    readonly startOffset: unknown;
    readonly endOffset: unknown;
    readonly latestOffset: unknown;
    readonly numInputRows: number;
    readonly metrics?: Readonly<Record<string, string>>;
  }[];
  readonly sink: { readonly description: string; readonly numOutputRows?: number };
  /** Metrics of `collectMetrics`, by its name. */
  readonly observedMetrics?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What the listener tells of the session's queries. */
export type StreamingEvent =
  | { readonly kind: 'progress'; readonly progress: StreamProgress }
  | {
      readonly kind: 'idle';
      readonly id: string;
      readonly runId: string;
      readonly timestamp: string;
    }
  | {
      readonly kind: 'terminated';
      readonly id: string;
      readonly runId: string;
      /** Why it failed; absent when it ended or was stopped. */
      readonly exception?: string;
      readonly errorClass?: string;
    };

export interface StreamFailure {
  readonly message: string;
  readonly errorClass: string | undefined;
  readonly stackTrace: string | undefined;
}

/** A query that runs on the server: a handle, which outlives this process. */
export interface StreamingQuery {
  /** The same after a restart from the checkpoint. */
  readonly id: string;
  readonly runId: string;
  readonly name: string | undefined;
  status(): Promise<StreamStatus>;
  lastProgress(): Promise<StreamProgress | undefined>;
  recentProgress(): Promise<readonly StreamProgress[]>;
  explain(extended?: boolean): Promise<string>;
  /** Why it failed, `undefined` while it runs or when it was stopped. */
  exception(): Promise<StreamFailure | undefined>;
  /** Waits at most this long; true when the query has ended. Throws `SPARK_FAILED` if it failed. */
  awaitTermination(timeoutMs: number): Promise<boolean>;
  /** Waits until all that was there is processed: for tests, a query without an end never returns. */
  processAllAvailable(): Promise<void>;
  stop(): Promise<void>;
}
