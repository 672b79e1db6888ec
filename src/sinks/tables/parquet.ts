import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTableFunction,
  DuckDBTimestampTZValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import { messageOf, TonearmError, unwritableFile } from '../../error.ts';
import type { Column, ColumnType } from '../../model/columns.ts';
import type { Cell, Table } from '../../result/table.ts';
import { tableFile } from './format.ts';

const duckdbTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  text: VARCHAR,
  integer: BIGINT,
  real: DOUBLE,
  instant: TIMESTAMPTZ,
};

const valueOf = (type: ColumnType, cell: Cell): DuckDBValue => {
  if (cell === null || type === 'text' || type === 'real') return cell;
  const whole = BigInt(cell);
  return type === 'instant' ? new DuckDBTimestampTZValue(whole) : whole;
};

/** Rows of a DuckDB vector. */
const chunkRows = 2048;

const fillChunk = (chunk: DuckDBDataChunk, { columns, rows }: Table, from: number): number => {
  const count = Math.min(chunkRows, rows.length - from);
  chunk.rowCount = count;
  if (count === 0) return 0;
  for (const [index, { type }] of columns.entries()) {
    const vector = chunk.getColumnVector(index);
    for (let row = 0; row < count; row += 1) {
      vector.setItem(row, valueOf(type, rows[from + row]![index] ?? null));
    }
    vector.flush();
  }
  return count;
};

/**
 * Makes the rows readable in SQL as `name()`. DuckDB pulls them while it writes, on one thread
 * and so in order: no copy of the table is held.
 */
const registerRows = (
  connection: DuckDBConnection,
  name: string,
  table: Table,
): { readonly failure: () => unknown } => {
  let at = 0;
  let failure: unknown;
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name,
      bindFunction: (info) => {
        table.columns.forEach((column: Column) => {
          info.addResultColumn(column.name, duckdbTypes[column.type]);
        });
      },
      initFunction: (info) => {
        info.setMaxThreads(1);
      },
      mainFunction: (info, chunk) => {
        try {
          at += fillChunk(chunk, table, at);
        } catch (cause) {
          failure = new TonearmError('INTERNAL', `table "${table.name}": ${messageOf(cause)}`, {
            facts: { table: table.name },
            cause,
          });
          info.setError(messageOf(cause));
        }
      },
    }),
  );
  return { failure: () => failure };
};

const openConnection = async (): Promise<{ connection: DuckDBConnection; close: () => void }> => {
  // One thread and fixed settings: equal tables give equal bytes on every machine.
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    preserve_insertion_order: 'true',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

export interface ParquetWriter {
  /**
   * Writes a table to `<dir>/<name>.parquet` and returns its bytes: integers INT64, reals DOUBLE,
   * instants TIMESTAMP in microseconds of UTC, text UTF-8; zstd. One at a time.
   * @throws TonearmError OUTPUT_UNWRITABLE
   */
  write(table: Table): Promise<number>;
  close(): Promise<void>;
}

/** Nothing is opened before the first table. */
export const createParquetWriter = (dir: string): ParquetWriter => {
  let opened: ReturnType<typeof openConnection> | undefined;
  let tables = 0;
  return {
    write: async (table) => {
      const { connection } = await (opened ??= openConnection());
      const path = join(dir, tableFile(table.name, 'parquet'));
      const rows = `rows_${tables}`;
      tables += 1;
      const source = registerRows(connection, rows, table);
      try {
        await connection.run(
          `COPY (FROM ${rows}()) TO $path
           (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, USE_TMP_FILE false)`,
          { path },
        );
        return (await stat(path)).size;
      } catch (cause) {
        throw unwritableFile(path, source.failure() ?? cause);
      }
    },
    close: async () => {
      const last = opened;
      opened = undefined;
      (await last?.catch(() => undefined))?.close();
    },
  };
};
