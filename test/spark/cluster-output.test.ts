import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clusterWriter } from '../../src/engines/spark/batch/write-output.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import { tableOf } from '../../src/sinks/tables/table.cases.ts';
import { startTestSpark } from './server.ts';
import { openTestSession } from './session.ts';

const spark = await startTestSpark();

const lineOf = (index: number): string =>
  index === 0 ? 'header,"of all"' : `${index * 7919},"té\r${'x'.repeat(index % 40)}"`;

describe.skipIf(spark.reason !== undefined)('output of a cluster', () => {
  let folder: string;
  let session: Session;
  const at = (name: string): string => join(folder, name);
  const there = (name: string): string => pathToFileURL(folder).href + `/${name}`;
  const writer = () => clusterWriter(session);
  const parts = async (name: string): Promise<readonly string[]> =>
    (await readdir(at(name))).filter((part) => part.startsWith('part-'));
  const text = async (name: string): Promise<string> => {
    const [part = '', ...more] = await parts(name);
    expect(more).toEqual([]);
    return readFile(at(`${name}/${part}`), 'utf8');
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tonearm-cluster-output-'));
    session = await openTestSession();
  }, 120_000);
  afterAll(async () => {
    await session.close({ release: true });
    await rm(folder, { recursive: true, force: true });
  });

  test('lines of several plans are one file, in their order', async () => {
    // What a server may be set to, and what must not cut files or reorder them.
    const hostile = { 'spark.sql.files.maxRecordsPerFile': '1000' };
    await session.setConfig({ ...hostile, 'spark.sql.shuffle.partitions': '4' });
    const lines = Array.from({ length: 120_000 }, (_, index) => lineOf(index));
    let plan = '';
    const explained: Session = {
      ...session,
      write: async (relation, options) => {
        plan = await session.explain(relation);
        return session.write(relation, options);
      },
    };
    await clusterWriter(explained).writeLines(there('lines'), lines, 'new');
    // One machine happens to shuffle in order; executors do not.
    expect(plan).toMatch(/Sort \[#.* ASC[^]*Exchange SinglePartition/);
    expect(await text('lines')).toBe(lines.map((line) => `${line}\n`).join(''));
    expect(await session.rows({ sql: 'SHOW VIEWS' })).toEqual([]);
  }, 120_000);

  test('a table of several plans is one Parquet file, in its order', async () => {
    const rows = Array.from({ length: 120_000 }, (_, index) => [
      index % 9 === 0 ? null : `t${index}`,
      120_000 - index,
      index / 8,
      1_767_225_600_000_001 + index,
    ]);
    const columns = { text: 'text', '`n`': 'integer', x: 'real', at: 'instant' } as const;
    await writer().writeParquet(there('table'), tableOf(columns, rows), 'new');
    const [part, ...more] = await parts('table');
    expect(more).toEqual([]);
    const database = await DuckDBInstance.create();
    try {
      const connection = await database.connect();
      await connection.run("SET TimeZone = 'UTC'");
      const reader = await connection.runAndReadAll(
        `SELECT text, "\`n\`", x, epoch_us("at") FROM read_parquet('${at(`table/${part}`)}')`,
      );
      const found = reader
        .getRows()
        .map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)));
      expect(found).toEqual(rows);
    } finally {
      database.closeSync();
    }
  }, 120_000);

  test('nothing is a file without lines, and is read as such', async () => {
    await writer().writeLines(there('nothing'), [], 'new');
    expect(await text('nothing')).toBe('');
    expect(await writer().readLines(there('nothing'))).toEqual([]);
    expect(await writer().readLines(there('nowhere'))).toBeUndefined();
  }, 60_000);

  test('what is there is refused, replaced or added to; after a refusal others go on', async () => {
    const one = writer();
    await one.writeLines(there('modes'), ['a', '', 'b\r'], 'new');
    const refused = one.writeLines(there('modes'), ['c'], 'new');
    const added = one.writeLines(there('modes'), ['d'], 'append');
    await expect(refused).rejects.toMatchObject({ code: 'OUTPUT_FOREIGN' });
    await added;
    expect(await parts('modes')).toHaveLength(2);
    expect((await one.readLines(there('modes')))?.toSorted()).toEqual(['', 'a', 'b\r', 'd']);
    await one.writeLines(there('modes'), ['e'], 'replace');
    expect(await text('modes')).toBe('e\n');
  }, 60_000);

  test('sees whatever is in a folder, and takes its name for what it is', async () => {
    const names = ['empty', 'hidden', 'folders', 'b[1]', 'b1', 'run=1'];
    await Promise.all(names.map((name) => mkdir(at(`seen/${name}`), { recursive: true })));
    await writeFile(at('seen/hidden/.x'), '');
    await mkdir(at('seen/folders/_sub'));
    await writeFile(at('seen/b1/x'), 'of b1');
    for (const sub of ['x/run=1', 'y', 'z/other=1/run=2']) {
      await mkdir(at(`seen/run=1/${sub}`), { recursive: true });
      await writeFile(at(`seen/run=1/${sub}/file`), 'not of a partition');
    }
    const found = [...names, 'nowhere', ''].map((name) =>
      writer().holdsAnything(there(`seen/${name}`)),
    );
    expect(await Promise.all(found)).toEqual([false, true, true, false, true, true, false, true]);
    expect(await writer().readLines(there('seen/b[1]/x'))).toBeUndefined();
    expect(await writer().readLines(there('seen/b1/x'))).toEqual(['of b1']);
  }, 60_000);
});
