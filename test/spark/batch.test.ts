import { DuckDBInstance } from '@duckdb/node-api';
import { test as property } from '@fast-check/vitest';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import type { RejectedRow } from '../../src/event/reject.ts';
import { report, type ReportOptions } from '../../src/pipeline/report.ts';
import { runReference } from '../../src/engines/reference/reference.ts';
import { runSpark } from '../contract/spark.ts';
import { arbitraryRun } from '../property/arbitrary.ts';
import { trimZone } from '../property/trim-zone.ts';
import { ended, needProgram, startIn } from '../support/program.ts';
import { startTestSpark } from './server.ts';
import { openTestSession } from './session.ts';

const spark = await startTestSpark();

const readParquet = async (path: string): Promise<readonly unknown[]> => {
  const database = await DuckDBInstance.create();
  try {
    const connection = await database.connect();
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
    return reader.getRowObjectsJson();
  } finally {
    database.closeSync();
  }
};

const runs = async (options: ReportOptions) => {
  const rejected: RejectedRow[] = [];
  const results = await report({ ...options, onRejected: (row) => rejected.push(row) });
  return { results, rejected };
};

/** One of each kind; all of them run on Spark in the other tests. */
const some = [
  'overview',
  'popular_songs',
  'city_distribution',
  'hourly_activity',
  'session_analysis',
];

/** Spark knows no line numbers, and gives files in an order of its own. */
const unplaced = (rows: readonly RejectedRow[]) =>
  rows
    .map((row) => ({ ...row, position: null }))
    .toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));

describe.skipIf(spark.reason !== undefined)('a batch on Spark', () => {
  const remote = spark.reason === undefined ? spark.remote : '';
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const run = (...args: readonly string[]) => ended(startIn(folder, args));
  const onSpark = { engine: 'spark', spark: remote } as const;

  beforeAll(async () => {
    needProgram();
    folder = await mkdtemp(join(tmpdir(), 'tonearm-spark-batch-'));
    const seeds = { 'a.ndjson': 1, 'b.parquet': 2, 'c.csv': 3, 'd [1].ndjson.gz': 4 };
    for (const [name, seed] of Object.entries(seeds)) {
      const much = ['--events', '1500', '--users', '40', '--songs', '60', '--malformed', '2%'];
      const spoilt = name.endsWith('.parquet') ? much.slice(0, -2) : much;
      const how = ['--seed', String(seed), '--duplicates', '3%', '--out', name];
      const { code, err } = await run('generate', ...spoilt, ...how);
      if (code !== 0) throw new Error(err);
    }
    // The same events again, so that there are copies across files.
    await copyFile(at('b.parquet'), at('e.parquet'));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('keeps results on the cluster where --out is a URI, and replaces its own alone', async () => {
    const there = pathToFileURL(at('there')).href;
    const formats = ['--format', 'csv,json,ndjson,parquet'];
    const what = ['a.ndjson', '--only', 'overview,popular_songs', ...formats];
    const keep = (...more: readonly string[]) =>
      run('batch', ...what, '--engine', 'spark', '--spark', remote, '--out', there, ...more);
    const text = async (name: string): Promise<string> => {
      const parts = (await readdir(at(name))).filter((part) => part.startsWith('part-'));
      expect(parts, name).toHaveLength(1);
      return readFile(at(`${name}/${parts[0]}`), 'utf8');
    };
    const manifest = async (): Promise<Readonly<Record<string, unknown>>> =>
      JSON.parse(await text('there/manifest.json')) as Record<string, unknown>;

    // A run that fails leaves a folder that the next one takes.
    expect(await keep('--since', '2100-01-01')).toMatchObject({ code: 3 });
    expect(await manifest()).toMatchObject({ generator: 'tonearm', unfinished: true });
    for (const [index, more] of [['--top', '3'], []].entries()) {
      const { code, out, err } = await keep(...more);
      expect(code, err).toBe(0);
      expect(out).toContain(`All rows: ${there}`);
      await run('batch', ...what, ...more, '--out', `here-${index}`);
      for (const table of ['overview', 'popular_songs']) {
        for (const format of ['csv', 'json', 'ndjson']) {
          const name = `${table}.${format}`;
          expect(await text(`there/${name}`), name).toBe(
            await readFile(at(`here-${index}/${name}`), 'utf8'),
          );
        }
      }
      const rejected = await readFile(at(`here-${index}/rejected.ndjson`), 'utf8');
      expect(rejected.split('\n').length).toBeGreaterThan(10);
      expect(await text('there/rejected.ndjson')).toBe(
        rejected.replaceAll(/"position":\d+/g, '"position":null'),
      );
    }
    expect(await manifest()).toMatchObject({ engine: 'spark' });
    expect(await manifest()).not.toHaveProperty('unfinished');
    const read = await readParquet(at('there/popular_songs.parquet/*.parquet'));
    expect(read).toEqual(await readParquet(at('here-1/popular_songs.parquet')));

    // Somebody else's: nothing of ours was ever there, or it has been taken away.
    await mkdir(at('theirs'));
    await writeFile(at('theirs/notes.txt'), 'keep me');
    const theirs = await keep('--out', pathToFileURL(at('theirs')).href);
    await rm(at('there/manifest.json'), { recursive: true });
    const before = (await readdir(at('there'), { recursive: true })).toSorted();
    for (const refused of [theirs, await keep()]) {
      expect(refused).toMatchObject({
        code: 3,
        err: expect.stringContaining('is not empty and holds no results of Tonearm'),
      });
    }
    expect(await readdir(at('theirs'))).toEqual(['notes.txt']);
    expect((await readdir(at('there'), { recursive: true })).toSorted()).toEqual(before);
  }, 120_000);

  test('gives what DuckDB gives of files of every kind, windows and rejected events too', async () => {
    const options: ReportOptions = {
      inputs: ['a.ndjson', 'b.parquet', 'c.csv', 'd [1].ndjson.gz', 'e.parquet'].map(at),
      analytics: catalogue.filter(({ name }) => some.includes(name)),
      timeZone: 'America/New_York',
      query: { windows: true },
    };
    const expected = await runs(options);
    const actual = await runs({ ...options, ...onSpark });
    expect(actual.results.counts).toEqual(expected.results.counts);
    expect(expected.results.counts.duplicates).toBeGreaterThan(1500);
    expect(expected.rejected.length).toBeGreaterThan(20);
    expect(unplaced(actual.rejected)).toEqual(unplaced(expected.rejected));
    for (const [index, table] of expected.results.tables.entries()) {
      expect(actual.results.tables[index]).toEqual(table);
    }
  }, 300_000);

  property.prop([arbitraryRun(catalogue, { maxLength: 60 })], { numRuns: 1 })(
    'gives what the reference gives, to the bit',
    async ({ queries, events, context }) => {
      const expected = runReference(queries, events, context);
      const times = events.map((event) => event.event_time);
      const zone = trimZone(context.zone, Math.min(...times), Math.max(...times));
      const repeated = [...events, ...events.slice(0, 7)];
      const actual = await runSpark(queries, repeated, { ...context, zone });
      for (const [index, table] of expected.entries()) {
        expect({ name: table.name, rows: actual[index]?.rows }).toEqual({
          name: table.name,
          rows: table.rows,
        });
      }
    },
    300_000,
  );

  test('writes the same CSV files from the command line, and cuts by time', async () => {
    const inputs = ['b.parquet', '--only', 'overview,popular_songs', '--since', '1d'];
    const span = inputs.slice(0, 3);
    const how = [...span, '--format', 'csv', '--quiet'];
    const one = await run('batch', ...how, '--out', 'duckdb');
    const other = await run(
      'batch',
      ...how,
      '--out',
      'spark',
      '--engine',
      'spark',
      '--spark',
      remote,
    );
    expect([one.code, other.code]).toEqual([0, 0]);
    const { readFile } = await import('node:fs/promises');
    for (const name of ['overview.csv', 'popular_songs.csv']) {
      expect(await readFile(at(`spark/${name}`))).toEqual(await readFile(at(`duckdb/${name}`)));
    }
  }, 120_000);

  test('reads tables and URIs', async () => {
    const session = await openTestSession();
    const name = `events_${process.pid}`;
    await session.run({
      sql: `CREATE TABLE ${name} AS SELECT * FROM parquet.\`${at('b.parquet')}\``,
    });
    try {
      const only = catalogue.filter((one) => one.name === 'overview');
      const expected = await runs({ inputs: [at('b.parquet')], analytics: only });
      for (const input of [`table:${name}`, pathToFileURL(at('b.parquet')).href]) {
        const actual = await runs({ inputs: [input], analytics: only, ...onSpark });
        expect(actual.results).toEqual(expected.results);
      }
    } finally {
      await session.run({ sql: `DROP TABLE ${name}` });
      await session.close({ release: true });
    }
  }, 120_000);

  test('takes rows of Parquet that do not certainly conform to the decoder', async () => {
    const session = await openTestSession();
    const odd = at('odd.parquet');
    await session.setConfig({ 'spark.sql.parquet.outputTimestampType': 'TIMESTAMP_MICROS' });
    await session.run({
      sql: `INSERT OVERWRITE DIRECTORY '${odd}' USING parquet
        SELECT concat('e', id) AS event_id, timestamp_micros(1767225600000000 + id * 1000001) AS event_time,
          CASE WHEN id = 3 THEN 'rewind' ELSE 'skip' END AS action, concat('u', id % 3) AS user_id,
          CASE WHEN id = 4 THEN NULL ELSE 's' END AS song_id, repeat('x', 500 + CAST(id AS INT)) AS song_title,
          CASE WHEN id = 5 THEN 3.5D WHEN id = 6 THEN double('NaN') ELSE CAST(id AS DOUBLE) END AS played_ms,
          CASE WHEN id = 7 THEN 'de' ELSE 'DE' END AS country FROM range(0, 20, 1, 1)`,
    });
    await session.close({ release: true });
    const only = catalogue.filter((one) => one.name === 'popular_songs');
    const inputs = [join(odd, 'part-*.parquet')];
    const expected = await runs({ inputs, analytics: only });
    const actual = await runs({ inputs, analytics: only, ...onSpark });
    expect(actual.results).toEqual(expected.results);
    expect(expected.results.counts.rejected).toEqual({
      'value:song_title': 7,
      'type:played_ms': 2,
      'missing:song_id': 1,
      'value:action': 1,
      'value:country': 1,
    });
    const reasons = (rows: readonly RejectedRow[]) =>
      rows.map(({ position, reason }) => ({ position, reason }));
    expect(reasons(actual.rejected)).toEqual(reasons(expected.rejected));
  }, 120_000);

  test.each([
    ['a path that is not there', ['/nowhere/at/all.parquet'], 3, 'there is no file or folder'],
    ['a URI that is not there', ['file:///nowhere/at/all.parquet'], 3, 'Path does not exist'],
    ['a table that is not there', ['table:nothing_here'], 3, 'cannot be found'],
    ['a kind that nobody knows', ['s3a://bucket/events.avro'], 3, 'of an unknown kind'],
  ])(
    'says what is wrong with %s',
    async (_, inputs, code, words) => {
      const failed = await run('batch', ...inputs, '--engine', 'spark', '--spark', remote);
      expect(failed.err).toContain(words);
      expect(failed.code).toBe(code);
    },
    60_000,
  );

  test('says that there is no server, within seconds', async () => {
    await writeFile(at('one.ndjson'), '');
    const failed = await run(
      'batch',
      'a.ndjson',
      '--engine',
      'spark',
      '--spark',
      'sc://127.0.0.1:9',
    );
    expect(failed.err).toContain('127.0.0.1:9');
    expect(failed.err).toContain('npm run spark');
    expect(failed.code).toBe(1);
  }, 60_000);
});
