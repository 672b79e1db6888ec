import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addBatches } from './add-batches.ts';
import { type Database, openDatabase } from './database.ts';
import { deduplicate } from './deduplicate.ts';
import {
  batchesTable,
  createBatches,
  createFacts,
  createFileRows,
  fileRowsTable,
} from './tables.ts';

const none = { groups: [] };

const withDatabase = async <T>(action: (database: Database, folder: string) => Promise<T>) => {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-test-'));
  const database = await openDatabase({ threads: 1 });
  try {
    await createBatches(database, none);
    await createFileRows(database, none);
    return await action(database, folder);
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
};

const inBatch = (
  t: number,
  high: number | bigint,
  low: number | bigint,
  text: string | null,
): string => `(row(${t}, 0, -1, -1, ${high}, ${low}), ${text === null ? 'NULL' : `'${text}'`})`;

const inFile = (t: number, place: number | bigint, hash: number | string): string =>
  `(row(${t}, 0, -1, -1, ${place}, ${hash}))`;

const left = async (database: Database) =>
  (await database.rows('SELECT t FROM facts ORDER BY t')).map((row) => row['t']);

const writeIds = async (database: Database, path: string, ids: readonly string[]) => {
  const rows = ids.map((id) => `('${id}')`).join(', ');
  await database.run(
    `COPY (SELECT * FROM (VALUES ${rows}) AS v(event_id)) TO '${path}' (FORMAT parquet)`,
  );
};

test('copies are taken out, one stays', () =>
  withDatabase(async (database) => {
    const copy = inBatch(1, 7, 7, null);
    await database.run(`INSERT INTO batches VALUES ${copy}, ${copy}, ${copy}`);
    await createFacts(database, none, batchesTable);
    expect(await deduplicate(database, batchesTable, [])).toBe(2);
    expect(await left(database)).toEqual([1]);
  }));

test('half of an id never decides', () =>
  withDatabase(async (database) => {
    const facts = [
      inBatch(1, 1, 7, null),
      inBatch(2, 2, 7, null),
      inBatch(3, 1, 7, 'a'),
      inBatch(4, 1, 7, 'b'),
      inBatch(5, 1, 7, ''),
    ];
    await database.run(`INSERT INTO batches VALUES ${facts.join(', ')}`);
    await createFacts(database, none, batchesTable);
    expect(await deduplicate(database, batchesTable, [])).toBe(0);
    expect(await left(database)).toEqual([1, 2, 3, 4, 5]);
  }));

test('a hash of rows of files never decides: their texts do, also across files', () =>
  withDatabase(async (database, folder) => {
    const paths = [join(folder, 'one.parquet'), join(folder, 'two.parquet')];
    await writeIds(database, paths[0] ?? '', ['a', 'b', 'a']);
    await writeIds(database, paths[1] ?? '', ['b', 'c']);
    const second = 2n ** 40n;
    const facts = [
      inFile(1, 0, 7),
      inFile(2, 1, 7),
      inFile(3, 2, 7),
      inFile(4, second, 7),
      inFile(5, second + 1n, 7),
    ];
    await database.run(`INSERT INTO file_rows VALUES ${facts.join(', ')}`);
    await createFacts(database, none, fileRowsTable);
    expect(await deduplicate(database, fileRowsTable, paths)).toBe(2);
    expect(await left(database)).toEqual([1, 2, 5]);
  }));

test('ids of batches and of files are the same ids', () =>
  withDatabase(async (database, folder) => {
    const digits = '0123456789abcdef0fedcba987654321';
    const uuid = '01234567-89ab-cdef-0fed-cba987654321';
    const path = join(folder, 'one.parquet');
    await writeIds(database, path, [uuid, digits, 'other']);
    const [high, low] = [BigInt('0x0123456789abcdef'), BigInt('0x0fedcba987654321')];
    const events = [
      inBatch(4, high, low, null),
      inBatch(5, high, low, ''),
      inBatch(6, 12, 34, 'other'),
      inBatch(7, 12, 35, 'new'),
    ];
    const files = [uuid, digits, 'other'].map((id, row) => inFile(row + 1, row, `hash('${id}')`));
    await database.run(`INSERT INTO batches VALUES ${events.join(', ')}`);
    await database.run(`INSERT INTO file_rows VALUES ${files.join(', ')}`);
    await addBatches(database, none);
    await createFacts(database, none, fileRowsTable);
    expect(await deduplicate(database, fileRowsTable, [path])).toBe(3);
    expect(await left(database)).toEqual([1, 2, 3, 7]);
  }));
