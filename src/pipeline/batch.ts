import { join } from 'node:path';
import type { Report } from '../result/report.ts';
import type { RunSummary } from '../result/summary.ts';
import { type OutputFolder, prepareOutput } from '../sinks/output-folder/output-folder.ts';
import { createRejectedWriter, type RejectedWriter } from '../sinks/rejected/rejected-writer.ts';
import { readVersion } from '../version.ts';
import type { BatchHost, BatchOptions } from './batch-options.ts';
import { interrupted } from './load-inputs.ts';
import { prepare, withStore } from './prepare.ts';

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

const compute = (
  options: BatchOptions,
  host: BatchHost,
  run: Pick<RunSummary, 'startedAt' | 'runId'>,
  rejected: RejectedWriter,
): Promise<Report> =>
  withStore(options, host, async (store) => {
    const prepared = await prepare(options, host, store, rejected);
    const tables = await store.query(prepared.queries, prepared.context);
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
        timeZone: options.timeZone,
        streamRule: `${streamMinMs / 1_000}-second rule: played_ms >= ${streamMinMs}`,
        sessionGapUs,
        knowsEndings: prepared.knowsEndings,
        options: options.shown,
      },
    };
  });

const loadWriting = () => import('./write-results.ts');

/** Begins to load what writes the results when the engine computes and this thread would wait. */
const loadingMeanwhile = (
  host: BatchHost,
): { readonly host: BatchHost; readonly writing: () => ReturnType<typeof loadWriting> } => {
  let writing: ReturnType<typeof loadWriting> | undefined;
  return {
    host: {
      ...host,
      onProgress: (progress) => {
        if (progress.phase === 'computing') writing ??= loadWriting();
        host.onProgress(progress);
      },
    },
    writing: () => writing ?? loadWriting(),
  };
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
    const meanwhile = loadingMeanwhile(host);
    const run = { startedAt, runId };
    const report = await compute(options, meanwhile.host, run, rejected).catch(
      async (error: unknown) => {
        await rejected.close().catch(() => undefined);
        throw error;
      },
    );
    const { bytes } = await rejected.close();
    host.onProgress({
      phase: 'writing',
      events: report.summary.counts.read,
      bytes: 0,
      totalBytes: undefined,
    });
    const { writeResults } = await meanwhile.writing();
    const { files, text } = await writeResults(folder, report, bytes, options);
    if (host.signal.aborted) throw interrupted();
    const { kept } = await folder.commit();
    const paths = files.map((file) => file.path);
    return { report, outDir: folder.target, files: paths, text, kept };
  } catch (error) {
    // What cannot be removed now is removed by the next run; the failure is what matters.
    await folder.discard().catch(() => undefined);
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
