import type { ClusterWriter, WriteMode } from '../../engines/cluster-output.ts';
import type { RejectedRow } from '../../event/reject.ts';
import type { Report } from '../../result/report.ts';
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

const textOf = { csv: csvLines, json: jsonLines, ndjson: ndjsonLines } as const;

function* withoutEnds(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield* text.replace(/\n$/, '').split('\n');
}

/** Rejected events that are gathered before they are sent. */
const rowsTogether = 20_000;

const rejectedFile = 'rejected.ndjson';

/** A folder of results on the cluster. */
export interface ClusterFolder {
  readonly rejected: RejectedWriter;
  /** Writes tables and, last, the manifest. @returns the paths in the folder, and what report.txt would say */
  write(
    report: Report,
    options: Pick<BatchOptions, 'formats' | 'width'>,
  ): Promise<{ readonly files: readonly OutputFile[]; readonly text: string }>;
}

const isOurs = (lines: readonly string[] | undefined): boolean =>
  lines?.some((line) => line.includes('"generator": "tonearm"')) === true;

/**
 * Opens a folder of results on the cluster: earlier ones of ours are replaced table by table, the
 * manifest last; beside anything else nothing of the same name may be.
 * @throws TonearmError OUTPUT_FOREIGN, SPARK_FAILED
 */
export const openClusterFolder = async (
  writer: ClusterWriter,
  target: string,
): Promise<ClusterFolder> => {
  const at = (name: string): string => `${target.replace(/\/+$/, '')}/${name}`;
  const mode: WriteMode = isOurs(await writer.readLines(at(manifestFile))) ? 'replace' : 'new';

  let rejectedMode: WriteMode = mode;
  let gathered: string[] = [];
  let rejectedRows = 0;
  const flush = async (): Promise<void> => {
    const lines = gathered;
    const next = rejectedMode;
    gathered = [];
    rejectedMode = 'append';
    await writer.writeLines(at(rejectedFile), lines, next);
  };

  const writeTable = async (
    table: Table,
    format: BatchOptions['formats'][number],
  ): Promise<OutputFile> => {
    const path = tableFile(table.name, format);
    if (format === 'parquet') await writer.writeParquet(at(path), table, mode);
    else await writer.writeLines(at(path), withoutEnds(textOf[format](table)), mode);
    return { path, format, bytes: null, table: table.name };
  };

  return {
    rejected: {
      async write(rows: readonly RejectedRow[]) {
        rejectedRows += rows.length;
        for (const row of rows) gathered.push(rejectedLine(row));
        if (gathered.length >= rowsTogether) await flush();
      },
      async close() {
        await flush();
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
      await writer.writeLines(at(manifestFile), withoutEnds([manifest]), mode);
      return { files, text: renderText(report, { width, outDir: target, hasHtml: false }) };
    },
  };
};
