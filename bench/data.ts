import { createReadStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { measureProcess } from './process.ts';
import type { Size } from './size.ts';
import { tonearm } from './tonearm.ts';

export type Format = 'ndjson' | 'parquet';
export const formats: readonly Format[] = ['parquet', 'ndjson'];

/** Half of a thousandth of the lines is to be rejected; Parquet leaves those out. */
export const generateArgs = (size: Size, path: string): readonly string[] => [
  ...['generate', '--events', String(size.events), '--malformed', '0.0005'],
  ...['--out', path, '--quiet'],
];

export const inputPath = (data: string, size: Size, format: Format): string =>
  join(data, `${size.name}.${format}`);

/** Generates an input that is not there yet. @returns its path */
export const ensureInput = async (data: string, size: Size, format: Format): Promise<string> => {
  const path = inputPath(data, size, format);
  if (existsSync(path)) return path;
  mkdirSync(data, { recursive: true });
  process.stderr.write(`generating ${path}\n`);
  // Under another name until it is whole.
  const unfinished = join(data, `unfinished-${size.name}.${format}`);
  await measureProcess(tonearm(generateArgs(size, unfinished)));
  renameSync(unfinished, path);
  return path;
};

export const bytesOf = (path: string): number => statSync(path).size;

/** Reads a file once, so that whoever is measured first does not pay for the disk. */
export const warm = async (path: string): Promise<void> => {
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 22 }));
};
