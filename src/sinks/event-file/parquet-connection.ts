import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { messageOf, TonearmError } from '../../error.ts';

/**
 * Runs `use` on a DuckDB of its own in memory, with 2 threads or as told, which spills to the
 * folder for temporary files.
 */
export const withDuckDB = async <T>(
  use: (connection: DuckDBConnection) => Promise<T>,
  { threads = 2 }: { readonly threads?: number } = {},
): Promise<T> => {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    preserve_insertion_order: 'true',
    temp_directory: join(tmpdir(), `tonearm-write-${process.pid}`),
  });
  try {
    const connection = await instance.connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
};

const usualRowGroup = 122_880;

/** Copies the rows of a query with named parameters, in their order, to a Parquet file. */
export const copyToParquet = async (
  connection: DuckDBConnection,
  query: string,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
  rowGroup = usualRowGroup,
): Promise<void> => {
  try {
    await connection.run(
      `COPY (${query}) TO $path
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroup}, USE_TMP_FILE false)`,
      { ...parameters, path },
    );
  } catch (cause) {
    throw new TonearmError('OUTPUT_UNWRITABLE', `cannot write Parquet: ${messageOf(cause)}`, {
      facts: { path },
      hint: 'check that the folder may be written to and has room',
      cause,
    });
  }
};
