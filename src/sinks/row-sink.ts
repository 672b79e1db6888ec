/** Takes rows of late or rejected events, in order. After a crash rows may come again, equal and in the same order. */
export interface RowSink {
  /** For messages: the address. */
  readonly name: string;
  /** Resolves when the rows, one JSON object each without line end, are safe. @throws TonearmError where they are not */
  deliver(rows: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
