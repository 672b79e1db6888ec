import { exitCode } from '../error.ts';
import type { BatchHost, BatchOptions, Progress } from '../pipeline/batch-options.ts';
import type { BatchResult } from '../pipeline/batch.ts';
import { configuredBatch } from '../pipeline/config/configured-batch.ts';
import { formatInstant } from '../event/time.ts';
import type { Run } from './command.ts';
import { explanation } from './explanation.ts';
import type { Host } from './host.ts';
import type { Notes } from './notes.ts';
import type { Stage } from './progress-line.ts';
import { jsonText, reportWidth, useColour } from './screen.ts';

const shareOf = (progress: Progress, { sampleEvents }: BatchOptions): number | undefined => {
  if (progress.phase === 'generating') return progress.events / sampleEvents;
  const { bytes, totalBytes } = progress;
  return progress.phase !== 'reading' || totalBytes === undefined || totalBytes === 0
    ? undefined
    : bytes / totalBytes;
};

const stageOf = (progress: Progress, options: BatchOptions): Stage => ({
  label: progress.phase,
  events: progress.events,
  share: shareOf(progress, options),
});

const batchHost = (options: BatchOptions, host: Host, notes: Notes): BatchHost => ({
  now: host.now,
  newRunId: host.newRunId,
  stdin: host.stdin,
  signal: host.signal,
  onWarning: notes.warn,
  onProgress: (progress) => notes.progress(stageOf(progress, options)),
});

/** What `--json` prints of a run. */
export const batchSummary = ({ report, outDir, files, kept }: BatchResult) => ({
  outDir,
  runId: report.summary.runId,
  engine: report.summary.engine,
  inputs: report.summary.inputs,
  counts: report.summary.counts,
  span: {
    first: formatInstant(report.summary.span.first),
    last: formatInstant(report.summary.span.last),
  },
  tables: report.tables.map(({ name, rows }) => ({ name, rows: rows.length })),
  files,
  kept,
});

const colouredText = async (
  { report, outDir, files }: BatchResult,
  { width }: BatchOptions,
): Promise<string> => {
  const { renderText } = await import('../views/text/report.ts');
  return renderText(report, {
    width,
    colour: true,
    outDir,
    hasHtml: files.includes('report.html'),
  });
};

/** `tonearm batch` */
export const run: Run = async ({ operands, configuration, host, notes }) => {
  const { values } = configuration;
  const options = await configuredBatch(configuration, operands, reportWidth(host.stdout));
  // The engine is loaded when it is clear that there is something to run.
  const { explainBatch, runBatch } = await import('../pipeline/batch.ts');
  if (values.explain) {
    const queries = await explainBatch(options, batchHost(options, host, notes));
    notes.end();
    host.stdout.write(values.json ? jsonText(queries) : explanation(queries));
    return exitCode.done;
  }
  const result = await runBatch(options, batchHost(options, host, notes));
  notes.end();
  for (const folder of result.kept) {
    notes.note(`Files that were among the previous results are kept in ${folder}`);
  }
  host.stdout.write(
    values.json
      ? jsonText(batchSummary(result))
      : useColour(host, values)
        ? await colouredText(result, options)
        : result.text,
  );
  return exitCode.done;
};
