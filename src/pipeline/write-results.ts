import { join } from 'node:path';
import type { Report } from '../result/report.ts';
import {
  manifestFile,
  manifestOf,
  manifestText,
  type OutputFile,
} from '../sinks/output-folder/manifest.ts';
import type { OutputFolder } from '../sinks/output-folder/output-folder.ts';
import { writeTextFile } from '../sinks/tables/text-file.ts';
import { writeTables } from '../sinks/tables/write-tables.ts';
import { renderHtml } from '../views/html/report.ts';
import { jsonParts } from '../views/json/report.ts';
import { renderText } from '../views/text/report.ts';
import type { BatchOptions } from './batch-options.ts';

const write = async (dir: string, path: string, texts: Iterable<string>): Promise<OutputFile> => ({
  path,
  format: path.split('.').at(-1) ?? '',
  bytes: await writeTextFile(join(dir, path), texts),
});

/** Does all at the same time; where one fails it throws when nobody works on the folder any more. */
const all = async <T>(actions: readonly (() => Promise<T>)[]): Promise<readonly T[]> => {
  const promises = actions.map((action) => action());
  await Promise.allSettled(promises);
  return Promise.all(promises);
};

/**
 * Writes tables, reports and, last, the manifest into a new folder.
 * @returns all files but the manifest, and the text of the report.
 * @throws TonearmError OUTPUT_UNWRITABLE
 */
export const writeResults = async (
  { path: dir, target }: Pick<OutputFolder, 'path' | 'target'>,
  report: Report,
  rejectedBytes: number,
  { formats, width }: Pick<BatchOptions, 'formats' | 'width'>,
): Promise<{ readonly files: readonly OutputFile[]; readonly text: string }> => {
  let text = '';
  const written = await all<readonly OutputFile[]>([
    // First, so that DuckDB begins while the reports are drawn.
    () => writeTables(report.tables, formats, dir),
    async () => [await write(dir, 'report.html', [renderHtml(report)])],
    async () => {
      text = renderText(report, { width, colour: false, outDir: target });
      return [await write(dir, 'report.txt', [text])];
    },
    async () => [await write(dir, 'report.json', jsonParts(report))],
  ]);
  const files: readonly OutputFile[] = [
    ...written.flat(),
    { path: 'rejected.ndjson', format: 'ndjson', bytes: rejectedBytes },
  ];
  await write(dir, manifestFile, [manifestText(manifestOf(report, files))]);
  return { files, text };
};
