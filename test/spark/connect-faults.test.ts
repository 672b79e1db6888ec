import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseEndpoint } from '../../src/engines/spark/connect/endpoint.ts';
import { openSession, type OpenOptions } from '../../src/engines/spark/connect/open-session.ts';
import { sparkRetryPolicy } from '../../src/engines/spark/connect/retry.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import { connectHost } from '../../src/pipeline/spark/connect-host.ts';
import { startOwnSpark, type OwnSpark } from './own-server.ts';

// Streams end after 50 kB or 300 ms, long before the results do, and only who knows the token may
// ask.
const settings = {
  'spark.connect.authenticate.token': 'secret',
  'spark.connect.execute.reattachable.senderMaxStreamSize': '50k',
  'spark.connect.execute.reattachable.senderMaxStreamDuration': '300ms',
};

let spark: OwnSpark;
let sessions: Session[] = [];

beforeAll(async () => {
  spark = await startOwnSpark(settings);
}, 120_000);

beforeEach((context) => {
  if (spark.reason !== undefined) return context.skip(spark.reason);
});

afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close({ release: false })));
  sessions = [];
});

afterAll(() => spark.remove());

const open = async (
  parameters = '/;token=secret',
  options: Partial<OpenOptions> = {},
): Promise<Session> => {
  const endpoint = parseEndpoint(`${spark.reason === undefined ? spark.remote : ''}${parameters}`);
  const session = await openSession({ endpoint, host: connectHost, ...options });
  sessions.push(session);
  return session;
};

test.each(['', '/;token=wrong'])('who does not know the token is refused: %s', async (given) => {
  await expect(open(given)).rejects.toMatchObject({
    code: 'SPARK_UNREACHABLE',
    message: expect.stringContaining('refuses access'),
    hint: 'check the token in the address',
  });
});

test('streams that the server ends are taken up again', async () => {
  const session = await open();
  const rows = await session.rows({
    sql: `SELECT id, repeat('x', 20) AS filler FROM range(0, 60000, 1, 6)`,
  });
  expect(rows).toHaveLength(60_000);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(60_000);
  const [last] = await session.rows({
    sql: `SELECT count(*) AS n FROM range(0, 20000000, 1, 2) WHERE hash(id) <> 3`,
  });
  expect(last?.['n']).toBeGreaterThan(19_999_000);
});

test('a server that is killed and started again', { timeout: 120_000 }, async () => {
  if (spark.reason !== undefined) return;
  const notices: string[] = [];
  const onNotice = (text: string): void => void notices.push(text);
  const retry = { ...sparkRetryPolicy, maxRetries: 4, maxMs: 600 };
  const session = await open(undefined, { retry, onNotice });
  const { id, serverSideId } = session;

  const read = async (): Promise<void> => {
    const endless =
      'SELECT id FROM range(0, 2, 1, 2) UNION ALL ' +
      'SELECT id FROM range(0, 1000000000000000, 1, 2) WHERE hash(id) = 3 AND hash(id) = 4';
    for await (const _ of session.batches({ sql: endless })) {
      if (spark.reason === undefined) await spark.kill();
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });
  expect(notices).toEqual([
    expect.stringContaining('retry 3 in 0.6 s'),
    expect.stringContaining('retry 4 in 0.6 s'),
  ]);
  await expect(session.keepAlive()).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });
  await expect(open()).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });

  await spark.start();
  await expect(session.keepAlive()).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
  await expect(session.rows({ sql: 'SELECT 1' })).rejects.toMatchObject({
    code: 'SPARK_SESSION_LOST',
  });
  await expect(open(undefined, { sessionId: id, serverSideId })).rejects.toMatchObject({
    code: 'SPARK_SESSION_LOST',
  });
  const anew = await open(undefined, { sessionId: id });
  expect(await anew.rows({ sql: 'SELECT 1 AS one' })).toEqual([{ one: 1 }]);
});
