import type { ClusterWriter, WriteMode } from '../../engines/cluster-output.ts';
import { TonearmError } from '../../error.ts';
import type { RejectedRow } from '../../event/reject.ts';
import type { Report } from '../../result/report.ts';
import type { RunSummary } from '../../result/summary.ts';
import type { Table } from '../../result/table.ts';
import {
  manifestFile,
  manifestOf,
  manifestText,
  type OutputFile,
} from '../../sinks/output-folder/manifest.ts';
import { rejectedLine, type RejectedWriter } from '../../sinks/rejected/rejected-writer.ts';
import { csvLines } from '../../sinks/tables/csv.ts';
import { tableFile } from '../../sinks/tables/format.ts';
import { jsonLines, ndjsonLines } from '../../sinks/tables/json.ts';
import { renderText } from '../../views/text/report.ts';
import type { BatchOptions } from '../batch-options.ts';
import { isOurManifest, unfinishedManifest } from './cluster-manifest.ts';
import { linesOf } from './lines-of.ts';

const textOf = { csv: csvLines, json: jsonLines, ndjson: ndjsonLines } as const;

/** Characters of rejected events that are gathered here before they are written, as one file. */
export const rejectedTogether = 32 * 1024 * 1024;

const rejectedFile = 'rejected.ndjson';

/** A folder of results on the cluster. */
export interface ClusterFolder {
  readonly rejected: RejectedWriter;
  /**
   * Writes tables and, last, the manifest; call it when `rejected` is closed.
   * @returns the paths in the folder, and what report.txt would say
   */
  write(
    report: Report,
    options: Pick<BatchOptions, 'formats' | 'width'>,
  ): Promise<{ readonly files: readonly OutputFile[]; readonly text: string }>;
}

const foreign = (target: string): TonearmError =>
  new TonearmError(
    'OUTPUT_FOREIGN',
    `${target} is not empty and holds no results of Tonearm: it has no ${manifestFile} of ours`,
    {
      facts: { folder: target },
      hint: 'give another folder with --out, or move away what is in this one',
    },
  );

/**
 * Opens a folder of results on the cluster. A new one is marked as ours at once, so that a run that
 * fails can be repeated. Earlier results stay until the first file of this run is written; then they
 * are replaced file by file, under a manifest that says `unfinished` until the last. Files that this
 * run does not write stay.
 * @throws TonearmError OUTPUT_FOREIGN, before anything is written, where anything else is in the
 *   folder; SPARK_FAILED
 */
export const openClusterFolder = async (
  writer: ClusterWriter,
  target: string,
  run: Pick<RunSummary, 'version' | 'runId'>,
): Promise<ClusterFolder> => {
  const folder = target.replace(/\/+$/, '');
  const at = (name: string): string => `${folder}/${name}`;
  const isOurs = isOurManifest(await writer.readLines(at(manifestFile)));
  if (!isOurs && (await writer.holdsAnything(folder))) throw foreign(target);

  const mode: WriteMode = isOurs ? 'replace' : 'new';
  const begin = (): Promise<void> =>
    writer.writeLines(at(manifestFile), linesOf([unfinishedManifest(run)]), mode);
  let begun = isOurs ? undefined : begin();
  await begun;

  let rejectedMode: WriteMode = mode;
  let gathered: string[] = [];
  let length = 0;
  let rejectedRows = 0;
  const flush = async (): Promise<void> => {
    const lines = gathered;
    const next = rejectedMode;
    gathered = [];
    length = 0;
    rejectedMode = 'append';
    await (begun ??= begin());
    await writer.writeLines(at(rejectedFile), lines, next);
  };

  const writeTable = async (
    table: Table,
    format: BatchOptions['formats'][number],
  ): Promise<OutputFile> => {
    const path = tableFile(table.name, format);
    if (format === 'parquet') await writer.writeParquet(at(path), table, mode);
    else await writer.writeLines(at(path), linesOf(textOf[format](table)), mode);
    return { path, format, bytes: null, table: table.name };
  };

  return {
    rejected: {
      async write(rows: readonly RejectedRow[]) {
        rejectedRows += rows.length;
        for (const row of rows) {
          const line = rejectedLine(row);
          gathered.push(line);
          length += line.length + 1;
        }
        if (length >= rejectedTogether) await flush();
      },
      async close() {
        // An empty file says that nothing was rejected; behind others it would say nothing.
        if (gathered.length > 0 || rejectedMode !== 'append') await flush();
        return { rows: rejectedRows, bytes: 0 };
      },
    },
    async write(report, { formats, width }) {
      const files: OutputFile[] = [];
      for (const table of report.tables) {
        for (const format of formats) files.push(await writeTable(table, format));
      }
      files.push({ path: rejectedFile, format: 'ndjson', bytes: null });
      const manifest = manifestText(manifestOf(report, files));
      await writer.writeLines(at(manifestFile), linesOf([manifest]), 'replace');
      return { files, text: renderText(report, { width, outDir: target, hasHtml: false }) };
    },
  };
};
