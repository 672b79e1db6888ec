/** One record of a log. */
export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  /** Null is a tombstone. */
  readonly value: Uint8Array | null;
}
