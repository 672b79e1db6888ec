import { Code, ConnectError } from '@connectrpc/connect';
import { describe, expect, test } from 'vitest';
import { fakeHost } from './fake-host.cases.ts';
import { comeBackIn, rowsResponse, sparkStatus } from './fake-server.cases.ts';
import { fakeSessions } from './fake-session.cases.ts';
import { sparkRetryPolicy } from './retry.ts';
import type { Session } from './session.ts';

const fake = fakeSessions();
const query = { sql: 'SELECT n, s FROM t' };
const unavailable = () => new ConnectError('not now', Code.Unavailable);

const numbers = async (session: Session): Promise<unknown[]> =>
  (await session.rows(query)).map(({ n }) => n);

describe('a query', () => {
  test('gives the rows of all batches, and the server is told when it is done', async () => {
    fake.server.answer(rowsResponse(1, 2), {}, rowsResponse(3, 1));
    const session = await fake.open();
    expect(await session.rows(query)).toEqual([
      { n: 1, s: '1' },
      { n: 2, s: '2' },
      { n: 3, s: '3' },
    ]);
    expect(await fake.operationCalls(session)).toEqual(['execute', 'release']);
  });

  test('binds values by number', async () => {
    const session = await fake.open();
    const values = ["it's ?", 7, 7.5, 9n, true, -0, 2 ** 60];
    await session.rows({ sql: 'SELECT :v1', values });
    const plan = fake.server.lastPlan();
    const sql = plan?.opType.case === 'root' ? plan.opType.value.relType : undefined;
    const bound = sql?.case === 'sql' ? sql.value.namedArguments : {};
    expect(
      values.map((_, index) => {
        const exprType = bound[`v${index + 1}`]?.exprType;
        return exprType?.case === 'literal'
          ? [exprType.value.literalType.case, exprType.value.literalType.value]
          : [];
      }),
    ).toEqual([
      ['string', "it's ?"],
      ['long', 7n],
      ['double', 7.5],
      ['long', 9n],
      ['boolean', true],
      ['double', -0],
      ['double', 2 ** 60],
    ]);
  });

  test('says who asks', async () => {
    await fake.open({ parameters: '/;user_id=ann;token=secret;x-route=blue;user_agent=mine' });
    const headers = fake.server.headers();
    expect(headers.get('authorization')).toBe('Bearer secret');
    expect(headers.get('x-route')).toBe('blue');
    expect(headers.get('user-agent')).toBe('mine');
  });

  test('that is left early is released and not interrupted', async () => {
    fake.server.answer(rowsResponse(1, 1), rowsResponse(2, 1));
    const session = await fake.open();
    for await (const batch of session.batches(query)) {
      expect(batch.rowCount).toBe(1);
      break;
    }
    expect(await fake.operationCalls(session)).toEqual(['execute', 'release']);
  });
});

describe('a stream that ends too early', () => {
  test.each([
    ['ended by the server', { end: 2 }, 'reattach after 2'],
    ['dropped', { drop: 1 }, 'reattach after 1'],
    ['dropped before the first response', { drop: 0 }, 'reattach after nothing'],
  ])('is taken up where it was: %s', async (_, fault, reattached) => {
    fake.server.answer(rowsResponse(1, 2), rowsResponse(3, 2), rowsResponse(5, 2));
    const session = await fake.open();
    fake.server.fail('execute', fault);
    expect(await numbers(session)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await fake.operationCalls(session)).toEqual(['execute', reattached, 'release']);
  });

  test('again and again: each response comes once', async () => {
    fake.server.answer(...Array.from({ length: 6 }, (_, at) => rowsResponse(at, 1)));
    const session = await fake.open();
    fake.server.fail('execute', { drop: 1 });
    fake.server.fail('reattach', { end: 1 }, { drop: 2 }, { end: 0 }, unavailable());
    expect(await numbers(session)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('whose plan never arrived is executed again', async () => {
    fake.server.answer(rowsResponse(1, 1));
    const session = await fake.open();
    fake.server.fail('execute', 'lost');
    expect(await numbers(session)).toEqual([1]);
    expect(await fake.operationCalls(session)).toEqual([
      'execute',
      'reattach after nothing',
      'execute',
      'release',
    ]);
  });

  test('whose operation is gone fails: rows that were given cannot be asked for again', async () => {
    fake.server.answer(rowsResponse(1, 1), rowsResponse(2, 1));
    const session = await fake.open();
    fake.server.fail('execute', { drop: 1 });
    fake.server.fail(
      'reattach',
      sparkStatus('[INVALID_HANDLE.OPERATION_NOT_FOUND] no', {
        errorClass: 'INVALID_HANDLE.OPERATION_NOT_FOUND',
      }),
    );
    await expect(numbers(session)).rejects.toMatchObject({
      code: 'SPARK_FAILED',
      facts: { errorClass: 'INVALID_HANDLE.OPERATION_NOT_FOUND' },
    });
  });
});

describe('what passes by itself', () => {
  test('is tried again, with longer and longer waits, and said when they are long', async () => {
    const host = fakeHost();
    const session = await fake.open({ host });
    fake.server.answer(rowsResponse(1, 1));
    fake.server.fail('execute', unavailable(), unavailable(), unavailable());
    fake.server.fail('reattach', unavailable(), unavailable());
    expect(await numbers(session)).toEqual([1]);
    expect(host.waits).toEqual([50, 200, 800, 3450, 13_050]);
    expect(fake.notices).toHaveLength(3);
    expect(fake.notices[0]).toMatch(
      /^Spark at sc:\S+ does not answer \(not now\); retry 3 in 0.8 s$/,
    );
  });

  test('is counted anew when something went well', async () => {
    fake.server.answer(...Array.from({ length: 4 }, (_, at) => rowsResponse(at, 1)));
    const session = await fake.open({ retry: { ...sparkRetryPolicy, maxRetries: 1 } });
    fake.server.fail('execute', { drop: 1 });
    fake.server.fail('reattach', { drop: 1 }, { drop: 1 });
    expect(await numbers(session)).toEqual([0, 1, 2, 3]);
  });

  test('is tried again when another request took the stream', async () => {
    const session = await fake.open();
    fake.server.answer(rowsResponse(1, 1));
    fake.server.fail(
      'execute',
      sparkStatus('[INVALID_CURSOR.DISCONNECTED] x', { errorClass: 'INVALID_CURSOR.DISCONNECTED' }),
    );
    expect(await numbers(session)).toEqual([1]);
  });

  test('waits as long as the server wishes', async () => {
    const host = fakeHost();
    const session = await fake.open({ host });
    fake.server.fail('analyze', comeBackIn(9));
    await session.keepAlive();
    expect(host.waits).toEqual([9250]);
  });

  test('is an error when the retries are used up', async () => {
    const retry = { ...sparkRetryPolicy, maxRetries: 2 };
    const session = await fake.open({ retry });
    fake.server.fail('analyze', unavailable(), unavailable(), unavailable());
    await expect(session.keepAlive()).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringContaining('cannot be reached: not now'),
    });
    await session.keepAlive();
  });

  test('is an error when the time is used up', async () => {
    const host = fakeHost();
    const session = await fake.open({ host, retry: { ...sparkRetryPolicy, totalMs: 1100 } });
    fake.server.fail('analyze', ...Array.from({ length: 9 }, unavailable));
    await expect(session.keepAlive()).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });
    expect(host.waits).toEqual([50, 200, 800]);
  });
});

describe('an interruption', () => {
  test('stops the operation on the server; afterwards only what ends things works', async () => {
    const controller = new AbortController();
    fake.server.answer(rowsResponse(1, 1));
    const session = await fake.open({ signal: controller.signal });
    fake.server.fail('execute', 'hang');
    const reading = session.rows(query);
    setImmediate(() => controller.abort());
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await session.keepAlive();
    expect(await fake.operationCalls(session)).toEqual([
      'execute',
      'interrupt operationId',
      'release',
    ]);
  });

  test('ends the wait for a retry', async () => {
    const controller = new AbortController();
    const host = {
      ...fakeHost(),
      sleep: (_: number, signal: AbortSignal) =>
        new Promise<void>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
          controller.abort();
        }),
    };
    const session = await fake.open({ signal: controller.signal, host });
    fake.server.fail('execute', unavailable());
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('by another client is one too', async () => {
    const session = await fake.open();
    fake.server.fail(
      'execute',
      sparkStatus('[OPERATION_CANCELED] x', { errorClass: 'OPERATION_CANCELED' }),
    );
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await session.interrupt();
    expect(fake.server.calls).toContain('interrupt all');
  });
});

describe('closing', () => {
  test('leaves no connection, and what still runs fails', async () => {
    const session = await fake.open();
    fake.server.fail('execute', 'hang');
    const reading = session.rows(query);
    const failure = expect(reading).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    await session.close({ release: true });
    await failure;
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    await expect(session.keepAlive()).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    expect(fake.server.calls.slice(-3)).toEqual([
      'interrupt operationId',
      'release',
      'releaseSession',
    ]);
    await expect.poll(() => fake.server.connections()).toBe(0);
  });

  test('keeps the session for who asks for it', async () => {
    const session = await fake.open();
    await session.close({ release: false });
    expect(fake.server.calls).not.toContain('releaseSession');
  });

  test.each([
    ['org/apache/spark/ml/util/X', /closed the session but not all .* lacks spark-mllib$/],
    ['no time', /could not release the session, which ends by itself later: .*no time$/],
  ])('tells that a server cannot release it: %s', async (why, notice) => {
    const session = await fake.open();
    fake.server.fail('releaseSession', new ConnectError(why, Code.Unknown));
    await session.close({ release: true });
    expect(fake.notices).toEqual([expect.stringMatching(notice)]);
  });
});
