import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseEndpoint } from '../../src/engines/spark/connect/endpoint.ts';
import { localRelation } from '../../src/engines/spark/connect/local-relation.ts';
import { openSession, type OpenOptions } from '../../src/engines/spark/connect/open-session.ts';
import {
  collectMetrics,
  deduplicate,
  project,
  readFiles,
  readTable,
  sqlRelation,
  withWatermark,
} from '../../src/engines/spark/connect/relation.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import type { StreamingEvent } from '../../src/engines/spark/connect/streaming.ts';
import { connectHost } from '../../src/pipeline/spark/connect-host.ts';
import { startFlakyProxy } from './flaky-proxy.ts';
import { startTestSpark, type TestSpark } from './server.ts';

let spark: TestSpark;
let folder: string;
let sessions: Session[] = [];

beforeAll(async () => {
  spark = await startTestSpark();
}, 120_000);

beforeEach(async (context) => {
  if (spark.reason !== undefined) return context.skip(spark.reason);
  folder = await mkdtemp(join(tmpdir(), 'tonearm-spark-client-'));
});

afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close({ release: true })));
  sessions = [];
  await rm(folder, { recursive: true, force: true });
});

const open = async (options: Partial<OpenOptions> = {}): Promise<Session> => {
  const endpoint = parseEndpoint(`${spark.reason === undefined ? spark.remote : ''}/;user_id=test`);
  const session = await openSession({ endpoint, host: connectHost, ...options });
  sessions.push(session);
  return session;
};

/** Two batches come at once, and then nothing for ever. */
const endless =
  'SELECT id FROM range(0, 2, 1, 2) UNION ALL ' +
  'SELECT id FROM range(0, 1000000000000000, 1, 2) WHERE hash(id) = 3 AND hash(id) = 4';

describe('queries', () => {
  test('many values are bound where they belong', async () => {
    const session = await open();
    const values = Array.from({ length: 12 }, (_, index) => `value ${index}`);
    const columns = values.map((_, index) => `:v${index + 1} AS c${index}`);
    const [row] = await session.rows({ sql: `SELECT ${columns.join(', ')}`, values });
    expect(Object.values(row ?? {})).toEqual(values);
  });

  test('values of every kind come as they are', async () => {
    const session = await open();
    const [row] = await session.rows({
      sql: `SELECT :v1 AS text, :v2 AS whole, :v3 AS part, :v4 AS flag, 9007199254740993 AS large,
        CAST(NULL AS STRING) AS nothing, 1.50 AS exact, X'0102' AS bytes,
        array('a', NULL) AS list, named_struct('x', 1L, 'y', '\\uFEFFé') AS pair,
        map('k', 1.5D) AS lookup, DATE '2024-01-02' AS day,
        TIMESTAMP '2024-01-01 00:00:00.123456' AS moment`,
      values: ["it's ?; `--", 2 ** 40, 2.5, true],
    });
    expect(row).toEqual({
      text: "it's ?; `--",
      whole: 2 ** 40,
      part: 2.5,
      flag: true,
      large: 9_007_199_254_740_993n,
      nothing: null,
      exact: 1.5,
      bytes: Uint8Array.of(1, 2),
      list: ['a', null],
      pair: { x: 1, y: '\ufeffé' },
      lookup: new Map([['k', 1.5]]),
      day: Date.UTC(2024, 0, 2),
      moment: Date.UTC(2024, 0, 1) + 123.456,
    });
  });

  test('many rows come in batches, each once, over a connection that breaks again and again', async () => {
    const real = parseEndpoint(spark.reason === undefined ? spark.remote : '');
    const proxy = await startFlakyProxy(real, 400_000);
    const endpoint = { ...real, port: proxy.port };
    const session = await open({ endpoint });
    const seen = new Set<unknown>();
    let rows = 0;
    for await (const { rowCount, columns } of session.batches({
      sql: `SELECT id, repeat('x', 20) AS filler FROM range(0, 100000, 1, 20)`,
    })) {
      rows += rowCount;
      for (const id of Array.from(columns[0]?.values ?? [])) seen.add(id);
    }
    expect([rows, seen.size]).toEqual([100_000, 100_000]);
    expect(proxy.drops()).toBeGreaterThan(3);
    await session.close({ release: false });
    await proxy.close();
  });

  test('a query without rows has none', async () => {
    const session = await open();
    expect(await session.rows({ sql: 'SELECT 1 WHERE false' })).toEqual([]);
  });

  test('rows of this process become a view, with their types', async () => {
    const session = await open();
    const local = localRelation([
      { name: 's', type: 'string', values: ['x', null, '\ufeff', 'x'] },
      { name: 'n', type: 'bigint', values: [1, 2 ** 53, null, -1n] },
      { name: 'i', type: 'int', values: [1, 2, 3, null] },
      { name: 'd', type: 'double', values: [1.5, -0, Number.NaN, null] },
      { name: 'b', type: 'binary', values: [Uint8Array.of(255), null, new Uint8Array(), null] },
    ]);
    await session.createView('of `me`', local);
    const columns = await session.schema(readTable('`of ``me```'));
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      's string',
      'n bigint',
      'i int',
      'd double',
      'b binary',
    ]);
    expect(await session.rows(readTable('`of ``me```'))).toEqual([
      { s: 'x', n: 1, i: 1, d: 1.5, b: Uint8Array.of(255) },
      { s: null, n: 2n ** 53n, i: 2, d: -0, b: null },
      { s: '\ufeff', n: null, i: 3, d: Number.NaN, b: new Uint8Array() },
      { s: 'x', n: -1, i: null, d: null, b: null },
    ]);
    expect(await session.explain(readTable('`of ``me```'))).toContain('LocalTableScan');
    await session.dropView('of `me`');
    await session.dropView('of `me`');
    await expect(session.rows(readTable('`of ``me```'))).rejects.toMatchObject({
      facts: { errorClass: 'TABLE_OR_VIEW_NOT_FOUND' },
    });
  });

  test('plans of other plans', async () => {
    const session = await open();
    const all = sqlRelation({ sql: 'SELECT id % 3 AS k, id FROM range(:v1)', values: [9] });
    const few = project(deduplicate(all, ['k']), ['k', { expression: 'k * 2', as: 'double' }]);
    const rows = await session.rows(few);
    expect(rows.toSorted((a, b) => Number(a['k']) - Number(b['k']))).toEqual([
      { k: 0, double: 0 },
      { k: 1, double: 2 },
      { k: 2, double: 4 },
    ]);
  });

  test('what is written can be read, and what was observed is told', async () => {
    const session = await open();
    const path = join(folder, 'out');
    const rows = sqlRelation({ sql: 'SELECT id, id % 2 AS part FROM range(10)' });
    const counted = collectMetrics(rows, 'seen', [
      { expression: 'count(*)', as: 'n' },
      { expression: 'avg(id)', as: 'mean' },
    ]);
    const how = { format: 'parquet', mode: 'error-if-exists', to: { path } } as const;
    expect(await session.write(counted, { ...how, partitionBy: ['part'] })).toEqual({
      seen: { n: 10, mean: 4.5 },
    });
    const files = readFiles({ format: 'parquet', paths: [join(path, 'part=1')] });
    expect(await session.rows(files)).toHaveLength(5);
    await expect(session.write(rows, how)).rejects.toMatchObject({
      code: 'SPARK_FAILED',
      facts: { errorClass: 'PATH_ALREADY_EXISTS' },
    });
  });

  test('settings', async () => {
    const session = await open();
    await session.setConfig({ 'spark.sql.shuffle.partitions': '7', 'spark.own': 'é' });
    expect(await session.getConfig('spark.sql.shuffle.partitions')).toBe('7');
    expect(await session.getConfig('spark.own')).toBe('é');
    expect(await session.getConfig('spark.nothing')).toBeUndefined();
    await session.run({ sql: 'SET spark.sql.shuffle.partitions = 3' });
    expect(await session.getConfig('spark.sql.shuffle.partitions')).toBe('3');
    await expect(session.setConfig({ 'spark.executor.memory': '1g' })).rejects.toMatchObject({
      facts: { errorClass: 'CANNOT_MODIFY_CONFIG' },
    });
  });
});

describe('errors of Spark', () => {
  test.each([
    ['SELECT * FROM nowhere', 'TABLE_OR_VIEW_NOT_FOUND', '42P01'],
    ['SELEC 1', 'PARSE_SYNTAX_ERROR', '42601'],
    [`SELECT raise_error('oh') FROM range(3)`, 'USER_RAISED_EXCEPTION', 'P0001'],
    ['SELECT id / (id - id) FROM range(3)', 'DIVIDE_BY_ZERO', '22012'],
    [`SELECT * FROM parquet.\`/no/such\``, 'PATH_NOT_FOUND', '42K03'],
  ])('%s', async (sql, errorClass, sqlState) => {
    const session = await open();
    await expect(session.rows({ sql })).rejects.toMatchObject({
      code: 'SPARK_FAILED',
      message: expect.stringContaining(`[${errorClass}]`),
      facts: { errorClass, sqlState },
      cause: { stack: expect.stringMatching(/^ {4}at org\.apache\.spark\./m) },
    });
  });
});

describe('stopping', () => {
  test('a query that is left does not go on on the server', async () => {
    const session = await open();
    for await (const batch of session.batches({ sql: endless })) {
      expect(batch.rowCount).toBe(1);
      break;
    }
    // With both cores taken this would never come.
    expect(await session.rows({ sql: 'SELECT count(*) AS n FROM range(0, 9, 1, 2)' })).toEqual([
      { n: 9 },
    ]);
  });

  test('a signal stops a query on the server', async () => {
    const controller = new AbortController();
    const session = await open({ signal: controller.signal });
    const read = async (): Promise<void> => {
      for await (const _ of session.batches({ sql: endless })) controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: 'INTERRUPTED' });
    const other = await open();
    expect(await other.rows({ sql: 'SELECT count(*) AS n FROM range(0, 9, 1, 2)' })).toHaveLength(
      1,
    );
  });

  test('an interrupt from elsewhere in the session stops its queries', async () => {
    const session = await open();
    const again = await open({ sessionId: session.id, serverSideId: session.serverSideId });
    const read = async (): Promise<void> => {
      for await (const _ of session.batches({ sql: endless })) await again.interrupt();
    };
    await expect(read()).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('streaming queries', { timeout: 60_000 }, () => {
  /** Events of one column `t` (minutes) in files, one a batch, as a stream with a watermark. */
  const minutesView = async (session: Session, name: string): Promise<void> => {
    const files = readFiles({
      format: 'json',
      schema: 't BIGINT',
      paths: [join(folder, 'in')],
      streaming: true,
      options: { maxFilesPerTrigger: '1' },
    });
    const timed = project(files, [{ expression: 'timestamp_seconds(t * 60)', as: 't' }]);
    await session.createView(name, withWatermark(timed, 't', '10 minutes'));
  };
  const addFile = async (name: string, minutes: readonly number[]): Promise<void> => {
    const lines = minutes.map((t) => `${JSON.stringify({ t })}\n`);
    // Spark passes by hidden files, and so never sees half a one.
    await writeFile(join(folder, 'in', `.${name}`), lines.join(''));
    await rename(join(folder, 'in', `.${name}`), join(folder, 'in', name));
  };

  beforeEach(async () => {
    await mkdir(join(folder, 'in'));
  });

  test('metadata makes a column one of event time: groups close by it', async () => {
    const session = await open();
    await addFile('1', [1, 2, 6]);
    await minutesView(session, 'minutes');
    const closing = project(
      sqlRelation({ sql: 'SELECT (unix_seconds(t) DIV 300 + 1) * 5 AS minute FROM minutes' }),
      [
        {
          expression: 'timestamp_seconds(minute * 60)',
          as: 'close_at',
          metadata: { 'spark.watermarkDelayMs': 600_000 },
        },
      ],
    );
    await session.createView('closing', closing);
    const counts = 'SELECT close_at, count(*) AS n FROM closing GROUP BY close_at';
    const query = await session.startStream(sqlRelation({ sql: counts }), {
      format: 'memory',
      queryName: 'counts',
      outputMode: 'append',
      trigger: { kind: 'processing-time', interval: '0 seconds' },
      options: { checkpointLocation: join(folder, 'checkpoint') },
    });
    const closed = async (): Promise<readonly unknown[]> => {
      await query.processAllAvailable();
      return session.rows({
        sql: 'SELECT unix_seconds(close_at) DIV 60 AS minute, n FROM counts ORDER BY 1',
      });
    };
    expect(await closed()).toEqual([]);
    await addFile('2', [26]);
    expect(await closed()).toEqual([
      { minute: 5, n: 2 },
      { minute: 10, n: 1 },
    ]);
    await addFile('3', [1, 40]);
    expect(await closed()).toEqual([
      { minute: 5, n: 2 },
      { minute: 10, n: 1 },
      { minute: 30, n: 1 },
    ]);
    const dropped = (await query.recentProgress()).map(
      ({ stateOperators: [operator] }) => operator?.numRowsDroppedByWatermark,
    );
    expect(dropped.reduce<number>((sum, rows = 0) => sum + rows, 0)).toBe(1);
    expect((await query.lastProgress())?.stateOperators[0]?.numRowsTotal).toBe(1);
    expect(await query.explain()).toContain('StateStoreSave');
    await query.stop();
  });

  test('go on without this process and are found again', async () => {
    const session = await open();
    await addFile('1', [1]);
    await minutesView(session, 'minutes');
    const query = await session.startStream(readTable('minutes', { streaming: true }), {
      format: 'noop',
      queryName: 'found again',
      outputMode: 'append',
      trigger: { kind: 'processing-time', interval: '100 milliseconds' },
    });
    const { id, serverSideId } = session;
    await session.close({ release: false });

    const again = await open({ sessionId: id, serverSideId });
    const [found, ...others] = await again.streams();
    expect([found?.id, found?.runId, found?.name]).toEqual([query.id, query.runId, 'found again']);
    expect(others).toEqual([]);
    expect(await found?.status()).toMatchObject({ isActive: true });
    expect(await found?.awaitTermination(1)).toBe(false);
    const same = await again.stream(query.id);
    await same?.stop();
    expect(await found?.awaitTermination(5000)).toBe(true);
    expect(await found?.exception()).toBeUndefined();
    expect(await again.streams()).toEqual([]);
  });

  test('tell the listener of their batches and their end', async () => {
    const session = await open();
    await addFile('1', [1, 2]);
    await minutesView(session, 'minutes');
    const events = await session.events();
    const query = await session.startStream(readTable('minutes', { streaming: true }), {
      format: 'noop',
      outputMode: 'append',
      trigger: { kind: 'available-now' },
    });
    const told: StreamingEvent[] = [];
    for await (const event of events) {
      told.push(event);
      if (event.kind === 'terminated') break;
    }
    expect(told).toMatchObject([
      { kind: 'progress', progress: { runId: query.runId, batchId: 0, numInputRows: 2 } },
      { kind: 'terminated', runId: query.runId },
    ]);
    expect(told.at(-1)).not.toHaveProperty('exception');
    const next = await session.events(AbortSignal.timeout(1));
    for await (const event of next) expect(event).toBeUndefined();
  });

  test('that fail say why', async () => {
    const session = await open();
    await addFile('1', [1]);
    await minutesView(session, 'minutes');
    const bad = sqlRelation({ sql: `SELECT raise_error('bad ' || t) FROM minutes` });
    const options = { format: 'noop', outputMode: 'append' } as const;
    const query = await session.startStream(bad, {
      ...options,
      trigger: { kind: 'available-now' },
    });
    await expect(query.awaitTermination(20_000)).rejects.toMatchObject({
      code: 'SPARK_FAILED',
      facts: { errorClass: 'STREAM_FAILED', causedBy: expect.stringContaining('bad 1970') },
    });
    expect(await query.exception()).toMatchObject({
      message: expect.stringMatching(/^\[USER_RAISED_EXCEPTION\] bad 1970[^\n]*$/),
      errorClass: 'STREAM_FAILED',
    });
    const refused = session.startStream(
      sqlRelation({ sql: 'SELECT count(DISTINCT t) FROM minutes' }),
      { ...options, trigger: { kind: 'available-now' } },
    );
    await expect(refused).rejects.toMatchObject({ code: 'SPARK_FAILED' });
  });
});
