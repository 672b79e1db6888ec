import type { WireEvent } from '../../event/event.ts';

export type Batches<T> = Iterable<T> | AsyncIterable<T>;

/** A batch of events as columns of codes; it is read before the next one is asked for. */
export type ColumnBatch = {
  readonly rows: number;
  /** UUIDs, four words per row, the most significant first. */
  readonly id: Uint32Array;
  /** µs since 1970. */
  readonly time: Float64Array;
  /** Index in the actions of the schema. */
  readonly action: Uint8Array;
  readonly user: Int32Array;
  /** -1 is null. */
  readonly session: Int32Array;
  /** Index in the lists of `ColumnEvents.songs`. */
  readonly song: Int32Array;
  /** ms, -1 is null. */
  readonly played: Int32Array;
  /** Index in `ColumnEvents.devices`. */
  readonly device: Uint8Array;
  /** Index in `ColumnEvents.places`. */
  readonly place: Uint8Array;
};

type SongField =
  | 'song_id'
  | 'song_title'
  | 'artist_id'
  | 'artist_name'
  | 'album_name'
  | 'genre'
  | 'song_duration_ms';

/** Events as columns, with the lists that their codes point into. */
export type ColumnEvents = {
  readonly songs: Readonly<Record<SongField, readonly (string | number | null)[]>>;
  readonly places: readonly { readonly country: string | null; readonly city: string | null }[];
  readonly devices: readonly { readonly name: string | null }[];
  /** What stands before the numbers of users and sessions in their ids. */
  readonly userPrefix: string;
  readonly sessionPrefix: string;
  /** Batches of at most 2,048 rows. */
  readonly batches: Iterable<ColumnBatch>;
};

/** What a file is written from: events, text that is already in the file's format, or columns. */
export type EventInput =
  | { readonly kind: 'events'; readonly batches: Batches<readonly WireEvent[]> }
  | { readonly kind: 'text'; readonly batches: Batches<Uint8Array> }
  | ({ readonly kind: 'columns' } & ColumnEvents);
