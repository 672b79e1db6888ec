import { messageOf, TonearmError } from '../../../error.ts';
import type { Event } from '../../../event/event.ts';
import type { Mapping } from '../../../event/mapping.ts';
import { rawText, type RejectedRow } from '../../../event/reject.ts';
import type { Physical } from '../../../plan/physical.ts';
import type { ParquetInput } from '../../event-store.ts';
import type { Database } from '../database.ts';
import { checkMapped } from './columns.ts';
import { type FileLoad, loadCertain } from './load.ts';
import { openParquet, type ParquetFile, withPlainPath } from './parquet-file.ts';
import { fileRecords, recordText } from './records.ts';

export interface Appended {
  readonly rows: number;
  readonly nextKey: number;
}

/** Failures for want of memory or disk: the file is not to blame. */
const wantOf =
  /out of memory|offload|allocate block|pin block|no space left|create directory|write/i;

const unreadable = (name: string, error: unknown): unknown => {
  if (!(error instanceof TonearmError) || error.code !== 'ENGINE_FAILED') return error;
  const [words = ''] = messageOf(error.cause ?? error).split('\n');
  if (wantOf.test(words)) return error;
  return new TonearmError('INPUT_UNREADABLE', `cannot read ${name}: ${words}`, {
    facts: { input: name },
    cause: error,
    hint: 'check that it is a whole Parquet file; one that is cut short has lost its footer',
  });
};

/** Every row for the decoder. */
const loadNothing = async (
  database: Database,
  file: ParquetFile,
  mapping: Mapping,
  firstKey: number,
): Promise<FileLoad> => {
  await checkMapped(database, file, mapping);
  return { certain: 0, from: file.numberedRows, doubtful: 'true', nextKey: firstKey };
};

const countRows = async (database: Database, path: string): Promise<number> => {
  const [file] = await database.rows({
    sql: 'SELECT num_rows AS n FROM parquet_file_metadata($1)',
    values: [path],
  });
  return Number(file?.['n'] ?? 0);
};

const append = async (
  database: Database,
  physical: Physical,
  input: ParquetInput,
  path: string,
  fileNumber: number,
  firstKey: number,
  onEvents: (events: readonly Event[]) => void,
): Promise<Appended> => {
  const { name, mapping, decoder } = input;
  const rows = await countRows(database, path);
  const file = await openParquet(database, path, name);
  const load =
    mapping === undefined
      ? await loadCertain(database, physical, file, fileNumber, firstKey)
      : await loadNothing(database, file, mapping, firstKey);
  input.onRows(load.certain);
  if (load.certain < rows) {
    for await (const records of fileRecords(database, file, load.from, load.doubtful)) {
      const events: Event[] = [];
      const rejected: RejectedRow[] = [];
      for (const { row, record } of records) {
        const decoded = decoder.decodeRecord(record);
        if (decoded.ok) events.push(decoded.event);
        else {
          const { reason, detail } = decoded;
          const raw = rawText(Buffer.from(recordText(record)));
          rejected.push({ source: name, position: row, reason, detail, raw });
        }
      }
      onEvents(events);
      await input.onRejected(rejected);
      input.onRows(records.length);
    }
  }
  return { rows, nextKey: load.nextKey };
};

/**
 * Reads a Parquet file: what certainly conforms stays inside DuckDB, every doubtful row goes to
 * the decoder. `onEvents` takes what the decoder accepts; `fileNumber` counts the files of the run.
 * @throws TonearmError INPUT_SCHEMA, INPUT_UNREADABLE; ENGINE_FAILED for want of memory or disk
 */
export const appendParquet = async (
  database: Database,
  physical: Physical,
  input: ParquetInput,
  fileNumber: number,
  firstKey: number,
  onEvents: (events: readonly Event[]) => void,
): Promise<Appended> => {
  try {
    return await withPlainPath(input.path, (path) =>
      append(database, physical, input, path, fileNumber, firstKey, onEvents),
    );
  } catch (error) {
    throw unreadable(input.name, error);
  }
};
