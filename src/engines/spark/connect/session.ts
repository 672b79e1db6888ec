import type { Batch, Row } from './batch.ts';
import type { Relation } from './relation.ts';
import type { SparkStatement } from './statement.ts';
import type { StreamOptions, StreamingEvent, StreamingQuery } from './streaming.ts';

export type { Batch, Row };

/** Either a query with values, or a plan. */
export type Source = SparkStatement | Relation;

/** A column with its type as in Spark's DDL: `bigint`, `array<struct<a:string,b:double>>`. */
export interface SparkColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

export interface WriteOptions {
  /** `parquet`, `csv`, `json`, `kafka`, …; without it the server's default (Parquet). */
  readonly format?: string;
  readonly mode: 'append' | 'overwrite' | 'error-if-exists' | 'ignore';
  /** A path that the cluster can write, or a table; neither for formats like `kafka`. */
  readonly to?: { readonly path: string } | { readonly table: string };
  readonly options?: Readonly<Record<string, string>>;
  readonly partitionBy?: readonly string[];
}

/** What `collectMetrics` found, by its name and the names of its aggregates. */
export type Observed = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * One session on a Spark Connect server. Views, settings and streaming queries belong to it; it
 * is found again by its id and user as long as the server keeps it (60 minutes without a call).
 *
 * Errors are `TonearmError`: `SPARK_UNREACHABLE` (no answer, retries used up), `SPARK_FAILED`
 * (Spark refused or failed; facts have `errorClass`, `sqlState` and its message parameters),
 * `SPARK_SESSION_LOST` (expired, closed, or the server was restarted: open a new one),
 * `INTERRUPTED` (the signal, or an interrupt). Once the signal has fired, what does work is refused;
 * what looks after queries and ends things goes on working.
 */
export interface Session {
  readonly id: string;
  /**
   * The server's own name of the session: with both ids a session that is opened again is the same
   * one, or `SPARK_SESSION_LOST`.
   */
  readonly serverSideId: string;
  /** Of the server: `4.2.0`. */
  readonly sparkVersion: string;
  /** All rows of a query, in memory. */
  rows(source: Source): Promise<readonly Row[]>;
  /** Rows in columns, batch by batch as the server sends them; leaving the loop stops the query. */
  batches(source: Source): AsyncIterable<Batch>;
  /** Runs DDL or DML, which Spark executes at once, and drops what it returns. */
  run(statement: SparkStatement): Promise<void>;
  /** Makes or replaces a temporary view of this session; the name needs no quotes here. */
  createView(name: string, relation: Relation): Promise<void>;
  dropView(name: string): Promise<void>;
  /** Runs the plan and puts its rows there. */
  write(relation: Relation, options: WriteOptions): Promise<Observed>;
  /** The columns of a query; analyses it and runs nothing. */
  schema(source: Source): Promise<readonly SparkColumn[]>;
  /** The plan as Spark prints it. */
  explain(source: Source, mode?: 'simple' | 'extended' | 'formatted' | 'cost'): Promise<string>;
  /** The value of a setting, or `undefined` where it has none. */
  getConfig(key: string): Promise<string | undefined>;
  setConfig(entries: Readonly<Record<string, string>>): Promise<void>;
  startStream(relation: Relation, options: StreamOptions): Promise<StreamingQuery>;
  /** Queries of this session that run. */
  streams(): Promise<readonly StreamingQuery[]>;
  /** A running query of this session by its id. */
  stream(id: string): Promise<StreamingQuery | undefined>;
  /**
   * What happens to the session's queries from now on. A session has one listener: the one
   * before ends. It also ends when the loop is left, and quietly when the signal fires.
   */
  events(signal?: AbortSignal): Promise<AsyncIterable<StreamingEvent>>;
  /** Stops all that this session executes, the listener too; streaming queries go on. */
  interrupt(): Promise<void>;
  /** The cheapest call that keeps the session from expiring. */
  keepAlive(): Promise<void>;
  /**
   * Ends the connection; what still runs fails. With `release` the server forgets the session and
   * stops its queries (if it cannot, that is a notice); without it they go on, and `openSession`
   * with the same id and user finds them.
   */
  close(options: { readonly release: boolean }): Promise<void>;
}
