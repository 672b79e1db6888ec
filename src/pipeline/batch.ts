import { join } from 'node:path';
import type { EventStore } from '../engines/event-store.ts';
import { TonearmError } from '../error.ts';
import type { Report } from '../result/report.ts';
import type { RunSummary } from '../result/summary.ts';
import type { Table } from '../result/table.ts';
import { type OutputFolder, prepareOutput } from '../sinks/output-folder/output-folder.ts';
import { createRejectedWriter, type RejectedWriter } from '../sinks/rejected/rejected-writer.ts';
import { readVersion } from '../version.ts';
import type { BatchHost, BatchOptions, Progress } from './batch-options.ts';
import { isUri } from './config/text-types.ts';
import { createEarlyResults } from './early-results.ts';
import { interrupted } from './load-inputs.ts';
import { prepare, withStore } from './prepare.ts';
import type { ResultsToCome } from './write-results.ts';

export interface BatchResult {
  readonly report: Report;
  readonly outDir: string;
  /** Paths relative to `outDir`. */
  readonly files: readonly string[];
  /** What report.txt says. */
  readonly text: string;
  /** Where files are kept that somebody had put among the previous results. */
  readonly kept: Awaited<ReturnType<OutputFolder['commit']>>['kept'];
}

/** Hears what is known before the first table, and gives who hears of tables. */
type Begin = (toCome: ResultsToCome) => ((table: Table) => void) | undefined;

const compute = async (
  store: EventStore,
  options: BatchOptions,
  host: BatchHost,
  run: Pick<RunSummary, 'startedAt' | 'runId'>,
  rejected: RejectedWriter,
  begin: Begin = () => undefined,
): Promise<Report> => {
  const prepared = await prepare(options, host, store, rejected);
  const { queries, context, knowsEndings } = prepared;
  const { timeZone } = options;
  const onTable = begin({ timeZone, knowsEndings, queries });
  const tables = await store.query(queries, context, onTable);
  const { streamMinMs, sessionGapUs } = options.settings;
  return {
    tables,
    summary: {
      version: readVersion(),
      ...run,
      engine: options.engine,
      finishedAt: host.now(),
      inputs: prepared.account.inputs,
      counts: prepared.counts,
      span: prepared.span,
      timeZone,
      streamRule: `${streamMinMs / 1_000}-second rule: played_ms >= ${streamMinMs}`,
      sessionGapUs,
      knowsEndings,
      options: options.shown,
    },
  };
};

const writingFrom = (host: BatchHost, report: Report): void =>
  host.onProgress({
    phase: 'writing',
    events: report.summary.counts.read,
    bytes: 0,
    totalBytes: undefined,
  });

const runHere = async (
  options: BatchOptions,
  host: BatchHost,
  run: Pick<RunSummary, 'startedAt' | 'runId'>,
): Promise<BatchResult> => {
  const folder = await prepareOutput(options.outDir, run.runId);
  const results = createEarlyResults(folder, options);
  try {
    const rejected = await createRejectedWriter(join(folder.path, 'rejected.ndjson'));
    const hearing = {
      ...host,
      onProgress: (progress: Progress) => {
        if (progress.phase === 'computing') results.load();
        host.onProgress(progress);
      },
    };
    const report = await withStore(options, host, (store) =>
      compute(store, options, hearing, run, rejected, (toCome) => results.begin(toCome)),
    ).catch(async (error: unknown) => {
      await rejected.close().catch(() => undefined);
      throw error;
    });
    const { bytes } = await rejected.close();
    writingFrom(host, report);
    const { files, text } = await results.finish(report, bytes);
    if (host.signal.aborted) throw interrupted();
    const { kept } = await folder.commit();
    const paths = files.map((file) => file.path);
    return { report, outDir: folder.target, files: paths, text, kept };
  } catch (error) {
    await results.stop();
    // What cannot be removed now is removed by the next run; the failure is what matters.
    await folder.discard().catch(() => undefined);
    throw error;
  }
};

/** The same with results that the cluster keeps. */
const runThere = (
  options: BatchOptions,
  host: BatchHost,
  run: Pick<RunSummary, 'startedAt' | 'runId'>,
): Promise<BatchResult> =>
  withStore(options, host, async (store) => {
    const { outDir } = options;
    if (store.cluster === undefined) {
      throw new TonearmError('USAGE', `--out ${outDir} is no folder of this machine`, {
        hint: 'give a path, or --engine spark for a cluster that can write there',
      });
    }
    const { openClusterFolder } = await import('./spark/cluster-folder.ts');
    const identity = { version: readVersion(), runId: run.runId };
    const folder = await openClusterFolder(store.cluster, outDir, identity);
    const report = await compute(store, options, host, run, folder.rejected);
    await folder.rejected.close();
    writingFrom(host, report);
    const { files, text } = await folder.write(report, options);
    return { report, outDir, files: files.map(({ path }) => path), text, kept: [] };
  });

/**
 * Reads the inputs, computes all tables and writes them to a new folder that replaces `outDir`
 * at the end, or, where that is a URI, to a cluster. A run that fails or is interrupted leaves the
 * earlier results of this machine as they were.
 * @throws TonearmError
 */
export const runBatch = (options: BatchOptions, host: BatchHost): Promise<BatchResult> => {
  const run = { startedAt: host.now(), runId: host.newRunId() };
  return isUri(options.outDir) ? runThere(options, host, run) : runHere(options, host, run);
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
