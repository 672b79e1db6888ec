import type { Decoder } from '../event/decode.ts';
import type { Mapping } from '../event/mapping.ts';
import type { RejectedRow } from '../event/reject.ts';
import type { ColumnBatch } from '../intake/batch.ts';
import type { Query, QueryContext } from '../plan/query.ts';
import type { Table } from '../result/table.ts';
import type { Statement } from '../sql/print.ts';
import type { ClusterReader } from './cluster-input.ts';
import type { ClusterWriter } from './cluster-output.ts';

export interface Loaded {
  /** Events after duplicates were taken out. */
  readonly accepted: number;
  readonly duplicates: number;
}

/** First and last event time (microseconds), and whether any event told how a playback ended. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly knowsEndings: boolean;
}

/** A statement with the name of the table that it makes. */
export interface Explained {
  readonly name: string;
  readonly statement: Statement;
}

/** What reading a Parquet file needs: rows that do not certainly conform go to the decoder. */
export interface ParquetInput {
  readonly path: string;
  /** Name of the source in rejected rows and errors. */
  readonly name: string;
  readonly decoder: Decoder;
  /** What the decoder maps; every row goes to it then. */
  readonly mapping: Mapping | undefined;
  readonly onRejected: (rows: readonly RejectedRow[]) => Promise<void>;
  readonly onRows: (rows: number) => void;
}

/**
 * The accepted events of one run inside an engine. Batches and files are added, `finish` takes
 * out duplicates, then queries are answered.
 */
export interface EventStore {
  append(batch: ColumnBatch): void;
  /** @returns the rows of the file. @throws TonearmError INPUT_SCHEMA, INPUT_UNREADABLE */
  appendParquet(input: ParquetInput): Promise<number>;
  /** Set where the engine reads inputs, and can keep results, by itself. */
  readonly cluster?: ClusterReader & ClusterWriter;
  /** Call once, after the last input. */
  finish(): Promise<Loaded>;
  /** Drops events outside [since, until) (microseconds) and tells how many. */
  restrict(since: number | undefined, until: number | undefined): Promise<number>;
  /** Undefined without events. */
  span(): Promise<Span | undefined>;
  /** `onTable` hears of tables before all are there, where the engine answers one after the other. */
  query(
    queries: readonly Query[],
    context: QueryContext,
    onTable?: (table: Table) => void,
  ): Promise<readonly Table[]>;
  /** The SQL of the queries, in the order in which it runs. */
  explain(queries: readonly Query[], context: QueryContext): Promise<readonly Explained[]>;
  /** Ends what is running with an error. */
  interrupt(): void;
  close(): void | Promise<void>;
}
