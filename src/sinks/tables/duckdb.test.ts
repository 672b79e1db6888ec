import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType } from '../../model/columns.ts';
import type { Cell, Row, Table } from '../../result/table.ts';
import { csvOf } from './csv.ts';
import { createParquetWriter } from './parquet.ts';
import { anyTable, tableOf } from './table.cases.ts';

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tonearm 'tables' "));
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  // The same path holds another table within the resolution of its time.
  await connection.run('SET enable_external_file_cache = false');
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true });
});

const query = async (sql: string, path: string): Promise<readonly Row[]> => {
  const reader = await connection.runAndReadAll(sql, { path });
  return reader
    .getRows()
    .map((row) =>
      row.map((value): Cell => (typeof value === 'bigint' ? Number(value) : value) as Cell),
    );
};

const selection = ({ columns }: Table): string =>
  columns.map(({ name, type }) => (type === 'instant' ? `epoch_us(${name})` : name)).join(', ');

const csvTypes: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  real: 'DOUBLE',
  instant: 'TIMESTAMP',
};

const writeParquet = async (table: Table): Promise<number> => {
  const writer = createParquetWriter(folder);
  try {
    return await writer.write(table);
  } finally {
    await writer.close();
  }
};

const parquetFile = async (table: Table): Promise<string> => {
  await writeParquet(table);
  return join(folder, `${table.name}.parquet`);
};

describe('what DuckDB reads', () => {
  test.prop([anyTable], { numRuns: 40 })('from CSV are the values of the table', async (table) => {
    const path = join(folder, 'sample.csv');
    // A line that is empty, the null of a table of one column, is skipped by DuckDB.
    const rows = table.rows.filter((row) => row.length > 1 || row[0] !== null);
    await writeFile(path, csvOf({ ...table, rows }));
    const columns = table.columns.map(({ name, type }) => `'${name}': '${csvTypes[type]}'`);
    const read = await query(
      `SELECT ${selection(table)} FROM read_csv($path, columns = {${columns.join(', ')}},
         auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
         new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false)`,
      path,
    );
    expect(read).toEqual(rows);
  });

  test.prop([anyTable], { numRuns: 25 })(
    'from Parquet are the values of the table, in order',
    async (table) => {
      const path = await parquetFile(table);
      expect(await query(`SELECT ${selection(table)} FROM read_parquet($path)`, path)).toEqual(
        table.rows,
      );
    },
  );
});

const large = tableOf(
  { window_start: 'instant', id: 'text', n: 'integer', rate: 'real' },
  Array.from({ length: 130_000 }, (_, i) => [
    Math.floor(i / 20) * 300_000_000,
    i % 7 === 0 ? null : `song ${i % 5000}`,
    i,
    i % 11 === 0 ? null : i / 7,
  ]),
);

describe('a Parquet file', () => {
  it('has the types of the contract', async () => {
    const path = await parquetFile(
      tableOf({ t: 'text', i: 'integer', r: 'real', at: 'instant' }, []),
    );
    expect(
      await query(
        `SELECT name, type, coalesce(converted_type, ''), coalesce(logical_type, '')
         FROM parquet_schema($path) WHERE type IS NOT NULL`,
        path,
      ),
    ).toEqual([
      ['t', 'BYTE_ARRAY', 'UTF8', expect.anything()],
      ['i', 'INT64', 'INT_64', expect.anything()],
      ['r', 'DOUBLE', '', ''],
      [
        'at',
        'INT64',
        'TIMESTAMP_MICROS',
        expect.stringMatching(/isAdjustedToUTC=1,.*MICROS=MicroSeconds/),
      ],
    ]);
  });

  it('is compressed with zstd', async () => {
    const path = await parquetFile(large);
    expect(await query('SELECT DISTINCT compression FROM parquet_metadata($path)', path)).toEqual([
      ['ZSTD'],
    ]);
  });

  it('keeps the order of many rows and says its size', async () => {
    const bytes = await writeParquet(large);
    const path = join(folder, 'sample.parquet');
    expect(bytes).toBe((await stat(path)).size);
    expect(
      await query(
        'SELECT count(*), count(*) FILTER (n = file_row_number) FROM read_parquet($path, file_row_number = true)',
        path,
      ),
    ).toEqual([[130_000, 130_000]]);
  });

  it('has equal bytes for equal tables', async () => {
    const first = await readFile(await parquetFile(large));
    const again = await readFile(await parquetFile({ ...large, rows: [...large.rows] }));
    expect(again.equals(first)).toBe(true);
  });

  it('is not written with a value that is none of its column', async () => {
    const broken = tableOf({ n: 'integer' }, [[1], [1.5]]);
    await expect(writeParquet(broken)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('table "sample"'),
    });
  });
});
