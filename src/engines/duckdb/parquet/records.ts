import { formatInstant, Instant } from '../../../event/time.ts';
import type { SourceRecord } from '../../../event/values.ts';
import type { Database } from '../database.ts';
import { inFile } from './checks.ts';

interface RecordColumn {
  readonly name: string;
  readonly sql: string;
  readonly read: (value: unknown) => unknown;
}

const asIs = (value: unknown): unknown => value;

const columnOf = (name: string, type: string): RecordColumn => {
  const column = inFile(name);
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    const read = (value: unknown) => (value === null ? null : new Instant(Number(value)));
    return { name, sql: `epoch_us(${column})`, read };
  }
  if (type === 'VARCHAR' || type.endsWith('INT') || type === 'INTEGER')
    return { name, sql: column, read: asIs };
  if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type))
    return { name, sql: `CAST(${column} AS DOUBLE)`, read: asIs };
  const read = (value: unknown) =>
    (typeof value === 'string' ? JSON.parse(value) : null) as unknown;
  return { name, sql: `CAST(to_json(${column}) AS VARCHAR)`, read };
};

/** A row of a file as values, with its number from 1. */
export interface FileRow {
  readonly row: number;
  readonly record: SourceRecord;
}

/** The rows that a condition (over `p`) leaves, in the order of the file, some thousand at a time. */
export async function* fileRecords(
  database: Database,
  path: string,
  from: string,
  condition: string,
): AsyncGenerator<readonly FileRow[]> {
  const described = await database.rows({
    sql: 'DESCRIBE SELECT * FROM read_parquet($1)',
    values: [path],
  });
  const columns = described.map((row) =>
    columnOf(String(row['column_name']), String(row['column_type'])),
  );
  const chunks = database.stream({
    sql: `SELECT p.file_row_number + 1, ${columns.map((column) => column.sql).join(', ')}
      FROM ${from} WHERE ${condition} ORDER BY 1`,
    values: [path],
  });
  for await (const chunk of chunks) {
    yield chunk.map((values) => ({
      row: Number(values[0]),
      record: Object.fromEntries(
        columns.map(({ name, read }, index) => [name, read(values[index + 1])]),
      ),
    }));
  }
}

/** The row as JSON, for `rejected.ndjson`; numbers that JSON has no word for become text. */
export const recordText = (record: SourceRecord): string =>
  JSON.stringify(record, (_, value: unknown) => {
    if (value instanceof Instant) return formatInstant(value.microseconds);
    if (typeof value === 'bigint')
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
