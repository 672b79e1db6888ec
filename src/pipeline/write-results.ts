import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, TonearmError } from '../error.ts';
import type { Report } from '../result/report.ts';
import {
  manifestFile,
  manifestOf,
  manifestText,
  type OutputFile,
} from '../sinks/output-folder/manifest.ts';
import type { OutputFolder } from '../sinks/output-folder/output-folder.ts';
import { writeTables } from '../sinks/tables/write-tables.ts';
import { renderHtml } from '../views/html/report.ts';
import { renderJson } from '../views/json/report.ts';
import { renderText } from '../views/text/report.ts';
import type { BatchOptions } from './batch-options.ts';

const write = async (dir: string, path: string, text: string): Promise<OutputFile> => {
  try {
    await writeFile(join(dir, path), text, { flag: 'wx' });
  } catch (cause) {
    throw new TonearmError('OUTPUT_UNWRITABLE', `cannot write ${path}: ${messageOf(cause)}`, {
      facts: { path: join(dir, path) },
      cause,
      hint: 'check that the disk has room and that the folder may be written to',
    });
  }
  return { path, format: path.split('.').at(-1) ?? '', bytes: Buffer.byteLength(text) };
};

/**
 * Writes tables, reports and, last, the manifest into a new folder.
 * @returns all files but the manifest. @throws TonearmError OUTPUT_UNWRITABLE
 */
export const writeResults = async (
  { path: dir, target }: Pick<OutputFolder, 'path' | 'target'>,
  report: Report,
  rejectedBytes: number,
  { formats, width }: Pick<BatchOptions, 'formats' | 'width'>,
): Promise<readonly OutputFile[]> => {
  const files: readonly OutputFile[] = [
    ...(await writeTables(report.tables, formats, dir)),
    await write(dir, 'report.html', renderHtml(report)),
    await write(dir, 'report.txt', renderText(report, { width, colour: false, outDir: target })),
    await write(dir, 'report.json', renderJson(report)),
    { path: 'rejected.ndjson', format: 'ndjson', bytes: rejectedBytes },
  ];
  await write(dir, manifestFile, manifestText(manifestOf(report, files)));
  return files;
};
