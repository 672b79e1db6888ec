import { stat } from 'node:fs/promises';
import { TonearmError } from '../error.ts';
import type { EventFileFormat } from '../sinks/event-file/event-file.ts';

const byExtension: readonly (readonly [RegExp, EventFileFormat])[] = [
  [/\.(?:ndjson|jsonl|json)(?:\.gz)?$/i, 'ndjson'],
  [/\.csv(?:\.gz)?$/i, 'csv'],
  [/\.parquet$/i, 'parquet'],
];

/** The format that is named, else that of the extension. Throws USAGE where there is neither. */
export const formatOfPath = (path: string, named: EventFileFormat | undefined): EventFileFormat => {
  const format = named ?? byExtension.find(([pattern]) => pattern.test(path))?.[1];
  if (format !== undefined) return format;
  throw new TonearmError('USAGE', `--out ${path}: the extension does not tell the format`, {
    hint: 'end the name in .ndjson, .ndjson.gz, .csv, .csv.gz or .parquet, or add --format',
  });
};

/** Throws OUTPUT_UNWRITABLE where the path is there and no plain file: it would be replaced. */
export const checkReplaceable = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return;
  const kind = found.isDirectory() ? 'a folder' : 'not a plain file';
  throw new TonearmError('OUTPUT_UNWRITABLE', `--out ${path} is ${kind}`, {
    hint: 'name a file',
  });
};
