import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { measureProcess } from '../process.ts';
import type { Size } from '../size.ts';
import { tonearm } from '../tonearm.ts';

/** What is generated. */
export interface Events {
  /** Part of the file's name. */
  readonly name: string;
  readonly size: Size;
  readonly days: number;
  /** Neither repeated nor late nor malformed lines, all in order. */
  readonly clean?: boolean;
}

export const hour = 0.0417;

/** As the tables of the results tell it. */
export const dataText = '`tonearm generate --late 0.5% --malformed 0.05%`, 1 % duplicates';

const usual = ['--late', '0.5%', '--malformed', '0.05%'];
const none = ['--late', '0', '--duplicates', '0', '--disorder', '0', '--malformed', '0'];

/** Generates a file of NDJSON that is not there yet. @returns its path */
export const ensureEvents = async (
  data: string,
  { name, size, days, clean = false }: Events,
): Promise<string> => {
  const path = join(data, `stream-${name}-${size.name}.ndjson`);
  if (existsSync(path)) return path;
  mkdirSync(data, { recursive: true });
  process.stderr.write(`generating ${path}\n`);
  const unfinished = join(data, `unfinished-stream-${name}-${size.name}.ndjson`);
  await measureProcess(
    tonearm([
      ...['generate', '--events', String(size.events), '--days', String(days)],
      ...(clean ? none : usual),
      ...['--out', unfinished, '--quiet'],
    ]),
  );
  renameSync(unfinished, path);
  return path;
};
