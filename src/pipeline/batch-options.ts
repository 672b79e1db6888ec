import type { Mapping } from '../event/mapping.ts';
import type { Analytic } from '../model/analytic.ts';
import type { Settings } from '../model/settings.ts';
import type { QueryOptions } from '../plan/query.ts';

export const tableFormats = ['parquet', 'csv', 'json', 'ndjson'] as const;
export type TableFormat = (typeof tableFormats)[number];

export const inputFormats = ['ndjson', 'csv', 'parquet'] as const;
export type InputFormat = (typeof inputFormats)[number];

export const engineNames = ['duckdb', 'spark', 'reference'] as const;
export type EngineName = (typeof engineNames)[number];

/** Where Spark's clients look for a server of their own. */
export const defaultSpark = 'sc://127.0.0.1:15002';

/** Everything that a batch run depends on; times are microseconds since 1970. */
export interface BatchOptions {
  /** Files, folders, globs or `-` (stdin); empty: sample events are generated. */
  readonly inputs: readonly string[];
  /** Kind of stdin. */
  readonly inputFormat: InputFormat;
  /** Sample events when there is no input. */
  readonly sampleEvents: number;
  /** `reference` is the oracle: slow, in memory, for small inputs. */
  readonly engine: EngineName;
  /** Where Spark is, `sc://host:port`. */
  readonly spark: string;
  readonly outDir: string;
  readonly formats: readonly TableFormat[];
  readonly analytics: readonly Analytic[];
  readonly settings: Settings;
  readonly query: QueryOptions;
  readonly timeZone: string;
  /** Dates mean the first instant of that day in the time zone; half-open [since, until). */
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly mapping: Mapping | undefined;
  readonly threads: number | undefined;
  readonly memoryLimit: string | undefined;
  readonly spillDir: string | undefined;
  /** Width of report.txt and the console report, in columns. */
  readonly width: number;
  /** The options as the user gave them, for the manifest. */
  readonly shown: Readonly<Record<string, string | number | boolean | null>>;
}

/** Where a run is: for progress on a terminal. Events and bytes are totals so far. */
export interface Progress {
  readonly phase: 'generating' | 'reading' | 'computing' | 'writing';
  readonly events: number;
  readonly bytes: number;
  /** Undefined where it is not known, as for stdin. */
  readonly totalBytes: number | undefined;
}

/** The effects that a run needs from outside. */
export interface BatchHost {
  /** Microseconds since 1970, the one place where a batch reads the clock. */
  readonly now: () => number;
  /** A new identity for a run, unlike any other. */
  readonly newRunId: () => string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly onProgress: (progress: Progress) => void;
  readonly onWarning: (text: string) => void;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}
