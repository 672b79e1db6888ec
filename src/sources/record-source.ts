import type { RejectReason } from '../event/reject.ts';

/**
 * Records of one partition as the bytes of their values, without an object for each. Of use until
 * the next call of the reader's `next`: the memory is used again.
 */
export interface RecordChunk {
  readonly partition: number;
  /** Values in the order of the log, each followed by LF; no value holds a LF of its own. */
  readonly bytes: Uint8Array;
  /** The offset of a line of `bytes`, blank ones counted, from 0. Ascending; gaps are possible. */
  offsetOf(line: number): number;
  /** Records that are no line: reasons `empty`, `oversize`, and `json` for nothing but white space. */
  readonly refused: readonly RefusedRecord[];
  /** The text of a line as it stood in the log, where `bytes` had to change it (a LF within). */
  readonly originals: ReadonlyMap<number, Uint8Array>;
  /** Where reading goes on: the first offset that this chunk does not cover. */
  readonly next: number;
}

export interface RefusedRecord {
  readonly offset: number;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly raw: string;
}

/** What one look at the log gave. */
export interface ReadResult {
  /** At most one chunk per partition, some of them perhaps empty but for `next`. */
  readonly chunks: readonly RecordChunk[];
  /** Ends of all partitions as last seen (the offset of the next record to come): lag is end - next. */
  readonly ends: ReadonlyMap<number, number>;
}

/** The bounds of a partition: the first record that is still there, and the next to come. */
export interface PartitionBounds {
  readonly partition: number;
  readonly first: number;
  readonly end: number;
}

export type StartAt = 'earliest' | 'latest' | { readonly timeMs: number };

/** A log of records in partitions; offsets are kept by whoever reads it. */
export interface RecordSource {
  /** For rejected rows and messages: the address. */
  readonly name: string;
  /** Tells logs of one address apart: the id of a topic that was deleted and made anew differs. */
  readonly identity: string;
  bounds(): Promise<readonly PartitionBounds[]>;
  /** The offset in each partition to start at. @throws TonearmError USAGE where it cannot tell */
  startingAt(start: StartAt): Promise<ReadonlyMap<number, number>>;
  /**
   * Begins to read at these offsets, and new partitions at their first record; up to, not
   * including, `until` where given. Fetches ahead.
   * @throws TonearmError LOG_TRUNCATED where records at an offset are gone or the log is shorter
   */
  read(options: ReadOptions): RecordReader;
  close(): Promise<void>;
}

export interface ReadOptions {
  readonly from: ReadonlyMap<number, number>;
  readonly until?: ReadonlyMap<number, number> | undefined;
  /** Retries, leader changes, new partitions: one sentence each, for the log. */
  readonly onNotice: (text: string) => void;
}

export interface NextOptions {
  readonly maxBytes: number;
  readonly waitMs: number;
  /** With fewer bytes a source may wait for more until `waitMs` is over: few records cost less together. */
  readonly leastBytes?: number;
}

export interface RecordReader {
  /**
   * The next records, at most about so many bytes of values; without chunks when nothing came within
   * `waitMs`, or at once with `waitMs` 0. One call at a time.
   * @throws TonearmError LOG_TRUNCATED, LOG_CORRUPT, LOG_REPLACED, SOURCE_UNREACHABLE
   */
  next(options: NextOptions): Promise<ReadResult>;
  /** Ends a `next` that waits. */
  wake(): void;
  close(): Promise<void>;
}
