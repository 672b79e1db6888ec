import { messageOf, TonearmError } from '../../../error.ts';
import { rawText } from '../../../event/reject.ts';
import type { Event } from '../../../event/event.ts';
import type { Physical } from '../../../plan/physical.ts';
import type { ParquetInput } from '../../event-store.ts';
import type { Database } from '../database.ts';
import { loadCertain } from './load.ts';
import { fileRecords, recordText } from './records.ts';

export interface Appended {
  readonly rows: number;
  /** Rows that went into the facts inside DuckDB. */
  readonly certain: number;
  readonly nextKey: number;
}

const unreadable = (name: string, cause: unknown): TonearmError =>
  cause instanceof TonearmError && cause.code !== 'ENGINE_FAILED'
    ? cause
    : new TonearmError('INPUT_UNREADABLE', `cannot read ${name}: ${messageOf(cause)}`, {
        facts: { input: name },
        cause,
        hint: 'check that it is a whole Parquet file; one that is cut short has lost its footer',
      });

/**
 * Reads a Parquet file: what certainly conforms stays inside DuckDB, every doubtful row goes to
 * the decoder. `onEvents` takes what the decoder accepts.
 * @throws TonearmError INPUT_SCHEMA, INPUT_UNREADABLE
 */
export const appendParquet = async (
  database: Database,
  physical: Physical,
  input: ParquetInput,
  firstKey: number,
  onEvents: (events: readonly Event[]) => void,
): Promise<Appended> => {
  const { path, name } = input;
  try {
    const [file] = await database.rows({
      sql: 'SELECT num_rows AS n FROM parquet_file_metadata($1)',
      values: [path],
    });
    const rows = Number(file?.['n'] ?? 0);
    const load = input.mapped
      ? {
          certain: 0,
          from: 'read_parquet($1, file_row_number = true) AS p',
          doubtful: 'true',
          nextKey: firstKey,
        }
      : await loadCertain(database, physical, path, name, firstKey);
    input.onRows(load.certain);
    if (load.certain < rows) {
      for await (const records of fileRecords(database, path, load.from, load.doubtful)) {
        const events: Event[] = [];
        for (const { row, record } of records) {
          const decoded = input.decoder.decodeRecord(record);
          if (decoded.ok) events.push(decoded.event);
          else {
            const { reason, detail } = decoded;
            const raw = rawText(Buffer.from(recordText(record)));
            await input.onRejected({ source: name, position: row, reason, detail, raw });
          }
        }
        onEvents(events);
        input.onRows(records.length);
      }
    }
    return { rows, certain: load.certain, nextKey: load.nextKey };
  } catch (error) {
    throw unreadable(name, error);
  }
};
