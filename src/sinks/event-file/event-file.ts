import { stat } from 'node:fs/promises';
import { TonearmError } from '../../error.ts';
import type { EventInput } from './batches.ts';
import { eventText } from './event-text.ts';
import { writeParquetColumns } from './parquet-columns.ts';
import { writeParquetEvents } from './parquet-events.ts';
import { writeStaged } from './staged-file.ts';
import { writeTextFile } from './text-file.ts';

export const eventFileFormats = ['ndjson', 'csv', 'parquet'] as const;
export type EventFileFormat = (typeof eventFileFormats)[number];

export type WrittenFile = { readonly path: string; readonly bytes: number };

const unwritable = (path: string, format: EventFileFormat, kind: string): TonearmError =>
  new TonearmError('INTERNAL', `cannot write ${kind} as ${format}`, { facts: { path, format } });

const writeAs = (
  path: string,
  format: EventFileFormat,
  input: EventInput,
  compressed: boolean,
): Promise<void> => {
  if (format === 'parquet') {
    if (compressed) {
      throw new TonearmError('USAGE', `Parquet is compressed in itself: ${path}`, {
        hint: 'name the file .parquet without .gz',
      });
    }
    if (input.kind === 'text') throw unwritable(path, format, input.kind);
    return input.kind === 'columns'
      ? writeParquetColumns(path, input)
      : writeParquetEvents(path, input.batches);
  }
  if (input.kind === 'columns') throw unwritable(path, format, input.kind);
  const text = input.kind === 'events' ? eventText(input.batches, format) : input.batches;
  return writeTextFile(path, text, compressed);
};

/**
 * Writes events to one file: NDJSON or CSV, compressed where the name ends in `.gz`, or Parquet
 * (zstd, row groups of 122,880). The file appears whole or not at all. Throws OUTPUT_UNWRITABLE,
 * and whatever the batches throw.
 */
export const writeEventFile = async (
  path: string,
  format: EventFileFormat,
  input: EventInput,
): Promise<WrittenFile> => {
  const compressed = path.endsWith('.gz');
  await writeStaged(path, async (stagedPath) => writeAs(stagedPath, format, input, compressed));
  return { path, bytes: (await stat(path)).size };
};
