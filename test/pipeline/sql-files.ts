import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, writeFileSync } from 'node:fs';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Runs statements on a DuckDB of their own. */
export const runSql = async (...statements: readonly string[]): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
};

/** Writes the rows of each query as a Parquet file of that path. */
export const writeParquets = (queries: Readonly<Record<string, string>>): Promise<void> =>
  runSql(
    ...Object.entries(queries).map(
      ([path, query]) => `COPY (${query}) TO ${quoted(path)} (FORMAT parquet)`,
    ),
  );

/** Writes the rows of a query as a Parquet file. */
export const writeParquet = (path: string, query: string): Promise<void> =>
  writeParquets({ [path]: query });

/** Compresses a file with zstd. */
export const writeZstd = async (path: string, source: string): Promise<void> =>
  runSql(
    `COPY (SELECT content FROM read_blob(${quoted(source)})) TO ${quoted(path)} (FORMAT blob, COMPRESSION zstd)`,
  );

/**
 * Marks all timestamps of a Parquet file as UTC, of any unit: DuckDB itself writes only
 * microseconds so. In Thrift's compact form `isAdjustedToUTC` is one byte, 0x12 for false.
 */
export const markAsUtc = (path: string): void => {
  const text = readFileSync(path, 'latin1');
  // oxlint-disable-next-line no-control-regex
  const marked = text.replace(/\x12(?=\x1c[\x1c\x2c\x3c]\x00\x00\x00)/g, '\x11');
  if (marked === text) throw new Error(`${path}: no timestamp without zone`);
  writeFileSync(path, marked, 'latin1');
};
