/** The texts of one key, in the order of the group's fields; an absent field is null. */
export type Entry = readonly (string | null)[];

/** Accepted events as columns, in the order in which they were read. */
export interface ColumnBatch {
  readonly rows: number;
  /** Microseconds since 1970-01-01T00:00Z. */
  readonly time: BigInt64Array;
  /** Index into `actions` of the event's schema. */
  readonly action: Uint8Array;
  /** -1 is null. */
  readonly playedMs: Int32Array;
  /** -1 is null. */
  readonly durationMs: Int32Array;
  /** Identity of `event_id`: two ids are equal where high, low and text are (see event-id.ts). */
  readonly idHigh: BigUint64Array;
  readonly idLow: BigUint64Array;
  /** Null where every id of the batch is a UUID. */
  readonly idText: readonly (string | null)[] | null;
  /** One column of ids per group of the layout; dense from 0, numbered over the whole intake. */
  readonly keys: readonly Int32Array[];
  /** Per group the entries first seen in this batch; their ids go on where those before ended. */
  readonly entries: readonly (readonly Entry[])[];
}
