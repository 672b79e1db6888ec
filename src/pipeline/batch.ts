import { join } from 'node:path';
import type { EventStore } from '../engines/event-store.ts';
import { openEventStore } from '../engines/duckdb/event-store.ts';
import { createReferenceStore } from '../engines/reference/event-store.ts';
import { TonearmError } from '../error.ts';
import { formatInstant } from '../event/time.ts';
import { wholeLayout } from '../intake/events-of.ts';
import { createIntake } from '../intake/intake.ts';
import { type Query, queriesOf, type QueryContext } from '../plan/query.ts';
import { textGroups } from '../plan/text-groups.ts';
import { zoneOffsets } from '../plan/zone.ts';
import type { Report } from '../result/report.ts';
import type { Counts, RunSummary } from '../result/summary.ts';
import { type OutputFolder, prepareOutput } from '../sinks/output-folder/output-folder.ts';
import { createRejectedWriter } from '../sinks/rejected/rejected-writer.ts';
import { findInputs } from '../sources/files/find-inputs.ts';
import type { InputFile } from '../sources/files/input-file.ts';
import { readVersion } from '../version.ts';
import type { BatchHost, BatchOptions } from './batch-options.ts';
import { type Account, newAccount, rejectedByReason } from './counts.ts';
import { interrupted, loadInputs } from './load-inputs.ts';
import { loadSample } from './load-sample.ts';
import { instantOf } from './time-range.ts';
import { writeResults } from './write-results.ts';

export interface BatchResult {
  readonly report: Report;
  readonly outDir: string;
  /** Paths relative to `outDir`. */
  readonly files: readonly string[];
  /** Where files are kept that somebody had put among the previous results. */
  readonly kept: Awaited<ReturnType<OutputFolder['commit']>>['kept'];
}

const openStore = (options: BatchOptions): Promise<EventStore> =>
  options.engine === 'reference'
    ? Promise.resolve(createReferenceStore())
    : openEventStore(
        { groups: textGroups(options.analytics) },
        {
          threads: options.threads,
          memoryLimit: options.memoryLimit,
          spillDir: options.spillDir,
        },
      );

const nothingAccepted = (account: Account): TonearmError => {
  if (account.read === 0) {
    return new TonearmError('INPUT_EMPTY', 'the input holds no events', {
      facts: { inputs: account.inputs.map((input) => input.name).join(', ') },
      hint: 'check what was given; without any input, tonearm batch reports on sample events',
    });
  }
  const reasons = Object.entries(rejectedByReason(account));
  const named = reasons.slice(0, 5).map(([reason, count]) => `${reason} (${count})`);
  return new TonearmError(
    'INPUT_NOTHING_ACCEPTED',
    `none of the ${account.read} events could be accepted: ${named.join(', ')}`,
    {
      facts: { read: account.read, commonest: reasons[0]?.[0] ?? '' },
      hint: 'where fields have other names or times another unit, describe them with --map FILE',
    },
  );
};

const nothingInside = (first: number, last: number): TonearmError =>
  new TonearmError(
    'INPUT_NOTHING_IN_SPAN',
    `no event lies between --since and --until: the data spans ${formatInstant(first)} to ${formatInstant(last)}`,
    {
      facts: { first: formatInstant(first), last: formatInstant(last) },
      hint: 'choose a time inside that span',
    },
  );

const totalBytes = (files: readonly InputFile[]): number | undefined =>
  files.every((file) => file.bytes !== undefined)
    ? files.reduce((sum, file) => sum + (file.bytes ?? 0), 0)
    : undefined;

interface Prepared {
  readonly account: Account;
  readonly counts: Counts;
  readonly span: RunSummary['span'];
  readonly knowsEndings: boolean;
  readonly queries: readonly Query[];
  readonly context: QueryContext;
}

/** Reads everything, takes out duplicates and what is outside, and plans the queries. */
const prepare = async (
  options: BatchOptions,
  host: BatchHost,
  store: EventStore,
  rejected: Parameters<typeof loadInputs>[0]['rejected'],
): Promise<Prepared> => {
  const since = options.since && instantOf(options.since, options.timeZone, '--since');
  const until = options.until && instantOf(options.until, options.timeZone, '--until');
  const files = await findInputs(options.inputs, options.inputFormat);
  const account = newAccount();
  const layout =
    options.engine === 'reference' ? wholeLayout : { groups: textGroups(options.analytics) };
  const intake = createIntake(layout, { workers: options.threads === 1 ? 0 : undefined });
  try {
    const loading = {
      store,
      intake,
      rejected,
      account,
      mapping: options.mapping,
      host,
      totalBytes: totalBytes(files),
    };
    if (files.length === 0) await loadSample(loading, options.sampleEvents);
    else await loadInputs(loading, files);
  } finally {
    await intake.close();
  }
  host.onProgress({ phase: 'computing', events: account.read, bytes: 0, totalBytes: undefined });
  const { accepted, duplicates } = await store.finish();
  const whole = await store.span();
  if (whole === undefined) throw nothingAccepted(account);
  const outside = await store.restrict(since || undefined, until || undefined);
  const span = await store.span();
  if (span === undefined) throw nothingInside(whole.first, whole.last);
  return {
    account,
    counts: {
      read: account.read,
      accepted,
      duplicates,
      rejected: rejectedByReason(account),
      outside,
    },
    span: { first: span.first, last: span.last },
    knowsEndings: span.knowsEndings,
    queries: queriesOf(options.analytics, options.query),
    context: {
      settings: options.settings,
      zone: zoneOffsets(options.timeZone, span.first, span.last),
    },
  };
};

/** Runs an action with a store that is interrupted by the host's signal and always closed. */
const withStore = async <T>(
  options: BatchOptions,
  host: BatchHost,
  action: (store: EventStore) => Promise<T>,
): Promise<T> => {
  const store = await openStore(options);
  const onAbort = (): void => store.interrupt();
  host.signal.addEventListener('abort', onAbort);
  try {
    return await action(store);
  } catch (error) {
    throw host.signal.aborted ? interrupted() : error;
  } finally {
    host.signal.removeEventListener('abort', onAbort);
    store.close();
  }
};

/**
 * Reads the inputs, computes all tables and writes them to a new folder that replaces `outDir`
 * at the end. A run that fails or is interrupted leaves the earlier results as they were.
 * @throws TonearmError
 */
export const runBatch = async (options: BatchOptions, host: BatchHost): Promise<BatchResult> => {
  const startedAt = host.now();
  const runId = host.newRunId();
  const folder = await prepareOutput(options.outDir, runId);
  try {
    const rejected = await createRejectedWriter(join(folder.path, 'rejected.ndjson'));
    const report = await withStore(options, host, async (store): Promise<Report> => {
      const prepared = await prepare(options, host, store, rejected);
      const tables = await store.query(prepared.queries, prepared.context);
      const { streamMinMs, sessionGapUs } = options.settings;
      return {
        tables,
        summary: {
          version: readVersion(),
          runId,
          engine: options.engine,
          startedAt,
          finishedAt: host.now(),
          inputs: prepared.account.inputs,
          counts: prepared.counts,
          span: prepared.span,
          timeZone: options.timeZone,
          streamRule: `${streamMinMs / 1_000}-second rule: played_ms >= ${streamMinMs}`,
          sessionGapUs,
          knowsEndings: prepared.knowsEndings,
          options: options.shown,
        },
      };
    });
    const { bytes } = await rejected.close();
    host.onProgress({
      phase: 'writing',
      events: report.summary.counts.read,
      bytes: 0,
      totalBytes: undefined,
    });
    const files = await writeResults(folder.path, report, bytes, options);
    if (host.signal.aborted) throw interrupted();
    const { kept } = await folder.commit();
    return { report, outDir: folder.target, files: files.map((file) => file.path), kept };
  } catch (error) {
    await folder.discard();
    throw error;
  }
};

/** The SQL that a run over the inputs would execute, in order; nothing is written. */
export const explainBatch = (
  options: BatchOptions,
  host: BatchHost,
): Promise<
  readonly {
    readonly name: string;
    readonly sql: string;
    readonly values: readonly (string | number | boolean)[];
  }[]
> =>
  withStore(options, host, async (store) => {
    const nowhere = { write: async () => {}, close: async () => ({ rows: 0, bytes: 0 }) };
    const prepared = await prepare(options, host, store, nowhere);
    const explained = await store.explain(prepared.queries, prepared.context);
    return explained.map(({ name, statement }) => ({ name, ...statement }));
  });
