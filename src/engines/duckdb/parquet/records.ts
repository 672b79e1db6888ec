import { formatInstant, Instant, isInstant } from '../../../event/time.ts';
import type { SourceRecord } from '../../../event/values.ts';
import { startsWithMark, withMark } from '../byte-order-mark.ts';
import type { Database } from '../database.ts';
import { inFile, type ParquetFile } from './parquet-file.ts';
import { recordValue } from './record-value.ts';

/** A row of a file as values, with its number from 1. */
export interface FileRow {
  readonly row: number;
  readonly record: SourceRecord;
}

const readOut = (column: string, type: string | undefined): string =>
  type === 'VARCHAR'
    ? `CASE WHEN ${startsWithMark(column)} THEN ${withMark(column)} ELSE ${column} END`
    : column;

/** The rows that a condition (over `p`) leaves, in the order of the file, some thousand at a time. */
export async function* fileRecords(
  database: Database,
  { path, types, rowNumber }: ParquetFile,
  from: string,
  condition: string,
): AsyncGenerator<readonly FileRow[]> {
  const names = [...types.keys()];
  const chunks = database.stream({
    sql: `SELECT ${rowNumber} + 1, ${names.map((name) => readOut(inFile(name), types.get(name))).join(', ')}
      FROM ${from} WHERE ${condition} ORDER BY 1`,
    values: [path],
  });
  for await (const chunk of chunks) {
    yield chunk.map((values) => ({
      row: Number(values[0]),
      record: Object.fromEntries(
        names.map((name, index) => [name, recordValue(values[index + 1])]),
      ),
    }));
  }
}

const instantText = ({ microseconds }: Instant): string =>
  isInstant(microseconds) ? formatInstant(microseconds) : `${microseconds} µs since 1970`;

/** The row as JSON, for `rejected.ndjson`; numbers that JSON has no word for become text. */
export const recordText = (record: SourceRecord): string =>
  JSON.stringify(record, (_, value: unknown) => {
    if (value instanceof Instant) return instantText(value);
    if (typeof value === 'bigint') return String(value);
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
