import type { RejectedRow } from '../event/reject.ts';
import type { WireEvent } from '../event/event.ts';
import type { Analytic } from '../model/analytic.ts';
import { defaultSettings, type Settings } from '../model/settings.ts';
import type { QueryOptions } from '../plan/query.ts';
import type { Counts, RunSummary } from '../result/summary.ts';
import type { Table } from '../result/table.ts';
import { defaultSpark, type EngineName } from './batch-options.ts';
import type { LoadingHost } from './load-inputs.ts';
import type { StoreHost } from './prepare.ts';

/** What to report on, and how; everything but the source of the events may be left out. */
export interface ReportOptions {
  /** Files, folders and globs, as `tonearm batch` takes them. */
  readonly inputs?: readonly string[];
  /** Events in memory instead, judged by the same rules as lines of a file. */
  readonly events?: Iterable<WireEvent>;
  /** Without `inputs` and `events`: how many sample events are made; default 100,000. */
  readonly sampleEvents?: number;
  /** Default: the catalogue. */
  readonly analytics?: readonly Analytic[];
  /** IANA name; default UTC. */
  readonly timeZone?: string;
  /** Dates or times as `--since` and `--until` take them; half-open. */
  readonly since?: string;
  readonly until?: string;
  readonly settings?: Partial<Settings>;
  /** Limits, thresholds and windows instead of those of the definitions. */
  readonly query?: QueryOptions;
  /** Default duckdb. */
  readonly engine?: EngineName;
  /** Where the engine spark finds its server; default `sc://127.0.0.1:15002`. */
  readonly spark?: string;
  /** Hears of every event that is not accepted; of `events` the position is the place from 1. */
  readonly onRejected?: (row: RejectedRow) => void;
  /** Ends the run with the error INTERRUPTED. */
  readonly signal?: AbortSignal;
}

/** The tables of a run, and what became of every event. */
export interface Results {
  /** In the order of the analytics; with `query.windows` the windowed tables follow. */
  readonly tables: readonly Table[];
  readonly counts: Counts;
  readonly span: RunSummary['span'];
  /** False where no event told how a playback ended: columns with `needs` then mean nothing. */
  readonly knowsEndings: boolean;
}

const linesPerChunk = 1_000;

async function* linesOf(events: Iterable<WireEvent>): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  for (const event of events) {
    lines.push(`${JSON.stringify(event)}\n`);
    if (lines.length < linesPerChunk) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
  }
  yield Buffer.from(lines.join(''));
}

const hostOf = ({ events = [], signal }: ReportOptions): LoadingHost & StoreHost => ({
  stdin: linesOf(events),
  signal: signal ?? new AbortController().signal,
  onProgress: () => {},
  onWarning: () => {},
});

/**
 * Runs analytics over files, events in memory or sample events, and gives the tables; nothing is
 * written. Instants in the rows are microseconds since 1970.
 * @throws TonearmError as `tonearm batch` does: for input that cannot be read, or holds no events
 */
export const report = async (options: ReportOptions = {}): Promise<Results> => {
  // Loaded when it is called: who only defines analytics does not load an engine.
  const { prepare, withStore } = await import('./prepare.ts');
  const { catalogue } = await import('../analytics/index.gen.ts');
  const { inputs = [], events, onRejected } = options;
  const computeOptions = {
    inputs: events === undefined ? inputs : ['-'],
    inputFormat: 'ndjson',
    sampleEvents: options.sampleEvents ?? 100_000,
    engine: options.engine ?? 'duckdb',
    spark: options.spark ?? defaultSpark,
    analytics: options.analytics ?? catalogue,
    settings: { ...defaultSettings, ...options.settings },
    query: options.query ?? {},
    timeZone: options.timeZone ?? 'UTC',
    since: options.since,
    until: options.until,
    mapping: undefined,
    threads: undefined,
    memoryLimit: undefined,
    spillDir: undefined,
  } as const;
  const host = hostOf(options);
  const rejected = {
    write: async (rows: readonly RejectedRow[]) => {
      for (const row of rows)
        onRejected?.(events === undefined ? row : { ...row, source: 'events' });
    },
    close: async () => ({ rows: 0, bytes: 0 }),
  };
  return withStore(computeOptions, host, async (store) => {
    const prepared = await prepare(computeOptions, host, store, rejected);
    const tables = await store.query(prepared.queries, prepared.context);
    const { counts, span, knowsEndings } = prepared;
    return { tables, counts, span, knowsEndings };
  });
};
