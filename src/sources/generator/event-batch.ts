/** Most rows of a batch: DuckDB's vector size, so that a batch is a data chunk. */
export const batchRows = 2048;

/** Events in the order in which they arrive, as columns; valid until the next batch is asked for. */
export type EventBatch = {
  rows: number;
  /** UUIDs, four words per row. */
  readonly id: Uint32Array;
  /** µs since 1970. */
  readonly time: Float64Array;
  /** Index in the actions of the schema. */
  readonly action: Uint8Array;
  /** Number of the listener, from 1. */
  readonly user: Int32Array;
  /** Number of the client's session, from 1; -1 where the event does not say. */
  readonly session: Int32Array;
  /** Index in the catalogue. */
  readonly song: Int32Array;
  /** ms, -1 where the event does not say. */
  readonly played: Int32Array;
  /** Index in `devices`. */
  readonly device: Uint8Array;
  /** Index in `places`. */
  readonly place: Uint8Array;
  /** 0 for an event; otherwise 1 + an index in `malformations`, by which the line is spoiled. */
  readonly fault: Uint8Array;
};

export const newBatch = (): EventBatch => ({
  rows: 0,
  id: new Uint32Array(batchRows * 4),
  time: new Float64Array(batchRows),
  action: new Uint8Array(batchRows),
  user: new Int32Array(batchRows),
  session: new Int32Array(batchRows),
  song: new Int32Array(batchRows),
  played: new Int32Array(batchRows),
  device: new Uint8Array(batchRows),
  place: new Uint8Array(batchRows),
  fault: new Uint8Array(batchRows),
});
