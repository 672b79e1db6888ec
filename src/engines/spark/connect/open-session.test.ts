import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Code, ConnectError } from '@connectrpc/connect';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TonearmError } from '../../../error.ts';
import { parseEndpoint } from './endpoint.ts';
import { fakeHost } from './fake-host.cases.ts';
import {
  comeBackIn,
  rowsResponse,
  sparkStatus,
  startFakeServer,
  type FakeServer,
} from './fake-server.cases.ts';
import { openSession, type OpenOptions } from './open-session.ts';
import { sparkRetryPolicy } from './retry.ts';
import type { Session } from './session.ts';

const query = { sql: 'SELECT n, s FROM t' };
const unavailable = () => new ConnectError('not now', Code.Unavailable);

let server: FakeServer;
let sessions: Session[];
let notices: string[];

beforeEach(async () => {
  server = await startFakeServer();
  sessions = [];
  notices = [];
});

afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close({ release: false })));
  await server.close();
});

const open = async (more: Partial<OpenOptions> & { parameters?: string } = {}) => {
  const { parameters = '', ...options } = more;
  const session = await openSession({
    endpoint: parseEndpoint(server.url + parameters),
    host: fakeHost(),
    onNotice: (text) => notices.push(text),
    ...options,
  });
  sessions.push(session);
  return session;
};

const numbers = async (session: Session): Promise<unknown[]> =>
  (await session.rows(query)).map(({ n }) => n);

/** Calls about operations; what is told when they have ended may come a little later. */
const operationCalls = async (session: Session): Promise<readonly string[]> => {
  await session.close({ release: false });
  return server.calls.filter((call) => !call.startsWith('analyze'));
};

describe('a query', () => {
  test('gives the rows of all batches, and the server is told when it is done', async () => {
    server.answer(rowsResponse(1, 2), {}, rowsResponse(3, 1));
    const session = await open();
    expect(await session.rows(query)).toEqual([
      { n: 1, s: '1' },
      { n: 2, s: '2' },
      { n: 3, s: '3' },
    ]);
    expect(await operationCalls(session)).toEqual(['execute', 'release']);
  });

  test('binds values by position', async () => {
    const session = await open();
    const values = ["it's ?", 7, 7.5, 9n, true, -0, 2 ** 60];
    await session.rows({ sql: 'SELECT ?', values });
    const plan = server.lastPlan();
    const sql = plan?.opType.case === 'root' ? plan.opType.value.relType : undefined;
    const bound = sql?.case === 'sql' ? sql.value.posArguments : [];
    expect(
      bound.map(({ exprType }) =>
        exprType.case === 'literal'
          ? [exprType.value.literalType.case, exprType.value.literalType.value]
          : [],
      ),
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
    await open({ parameters: '/;user_id=ann;token=secret;x-route=blue;user_agent=mine' });
    const headers = server.headers();
    expect(headers.get('authorization')).toBe('Bearer secret');
    expect(headers.get('x-route')).toBe('blue');
    expect(headers.get('user-agent')).toBe('mine');
  });

  test('that is left early is released and not interrupted', async () => {
    server.answer(rowsResponse(1, 1), rowsResponse(2, 1));
    const session = await open();
    for await (const batch of session.batches(query)) {
      expect(batch.rowCount).toBe(1);
      break;
    }
    expect(await operationCalls(session)).toEqual(['execute', 'release']);
  });
});

describe('a stream that ends too early', () => {
  test.each([
    ['ended by the server', { end: 2 }, 'reattach after 2'],
    ['dropped', { drop: 1 }, 'reattach after 1'],
    ['dropped before the first response', { drop: 0 }, 'reattach after nothing'],
  ])('is taken up where it was: %s', async (_, fault, reattached) => {
    server.answer(rowsResponse(1, 2), rowsResponse(3, 2), rowsResponse(5, 2));
    const session = await open();
    server.fail('execute', fault);
    expect(await numbers(session)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await operationCalls(session)).toEqual(['execute', reattached, 'release']);
  });

  test('again and again: each response comes once', async () => {
    server.answer(...Array.from({ length: 6 }, (_, at) => rowsResponse(at, 1)));
    const session = await open();
    server.fail('execute', { drop: 1 });
    server.fail('reattach', { end: 1 }, { drop: 2 }, { end: 0 }, unavailable());
    expect(await numbers(session)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('whose plan never arrived is executed again', async () => {
    server.answer(rowsResponse(1, 1));
    const session = await open();
    server.fail('execute', 'lost');
    expect(await numbers(session)).toEqual([1]);
    expect(await operationCalls(session)).toEqual([
      'execute',
      'reattach after nothing',
      'execute',
      'release',
    ]);
  });

  test('whose operation is gone fails: rows that were given cannot be asked for again', async () => {
    server.answer(rowsResponse(1, 1), rowsResponse(2, 1));
    const session = await open();
    server.fail('execute', { drop: 1 });
    server.fail(
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
    const session = await open({ host });
    server.answer(rowsResponse(1, 1));
    server.fail('execute', unavailable(), unavailable(), unavailable());
    server.fail('reattach', unavailable(), unavailable());
    expect(await numbers(session)).toEqual([1]);
    expect(host.waits).toEqual([50, 200, 800, 3450, 13_050]);
    expect(notices).toHaveLength(3);
    expect(notices[0]).toMatch(/^Spark at sc:\S+ does not answer \(not now\); retry 3 in 0.8 s$/);
  });

  test('is counted anew when something went well', async () => {
    server.answer(...Array.from({ length: 4 }, (_, at) => rowsResponse(at, 1)));
    const session = await open({ retry: { ...sparkRetryPolicy, maxRetries: 1 } });
    server.fail('execute', { drop: 1 });
    server.fail('reattach', { drop: 1 }, { drop: 1 });
    expect(await numbers(session)).toEqual([0, 1, 2, 3]);
  });

  test('is tried again when another request took the stream', async () => {
    const session = await open();
    server.answer(rowsResponse(1, 1));
    server.fail(
      'execute',
      sparkStatus('[INVALID_CURSOR.DISCONNECTED] x', { errorClass: 'INVALID_CURSOR.DISCONNECTED' }),
    );
    expect(await numbers(session)).toEqual([1]);
  });

  test('waits as long as the server wishes', async () => {
    const host = fakeHost();
    const session = await open({ host });
    server.fail('analyze', comeBackIn(9));
    await session.keepAlive();
    expect(host.waits).toEqual([9250]);
  });

  test('is an error when the retries are used up', async () => {
    const retry = { ...sparkRetryPolicy, maxRetries: 2 };
    const session = await open({ retry });
    server.fail('analyze', unavailable(), unavailable(), unavailable());
    await expect(session.keepAlive()).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringContaining('cannot be reached: not now'),
    });
    await session.keepAlive();
  });

  test('is an error when the time is used up', async () => {
    const host = fakeHost();
    const session = await open({ host, retry: { ...sparkRetryPolicy, totalMs: 1100 } });
    server.fail('analyze', ...Array.from({ length: 9 }, unavailable));
    await expect(session.keepAlive()).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });
    expect(host.waits).toEqual([50, 200, 800]);
  });
});

describe('an error of Spark', () => {
  const short = sparkStatus('[X] short', {
    errorClass: 'X',
    sqlState: '42000',
    errorId: 'e1',
    messageParameters: '{"name":"`a`"}',
  });

  test('has class, state and parameters of the details, the cause and the stack there', async () => {
    const session = await open();
    server.fail('execute', short);
    server.details.set('e1', {
      rootErrorIdx: 0,
      errors: [
        {
          errorTypeHierarchy: ['org.apache.spark.sql.AnalysisException', 'java.lang.Exception'],
          message: "[X.LONG] all of it SQLSTATE: 42P01;\n'Project [*]\n+- 'UnresolvedRelation [a]",
          causeIdx: 1,
          stackTrace: [
            { declaringClass: 'org.A', methodName: 'b', fileName: 'A.scala', lineNumber: 7 },
          ],
          sparkThrowable: {
            errorClass: 'X.LONG',
            sqlState: '42P01',
            messageParameters: { name: '`a`', hint: '', docroot: 'https://…' },
            queryContexts: [{ fragment: 'FROM a' }],
          },
        },
        { errorTypeHierarchy: ['java.io.IOException'], message: 'the disk' },
      ],
    });
    const failure = await session.rows(query).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      code: 'SPARK_FAILED',
      message: 'Spark: [X.LONG] all of it SQLSTATE: 42P01',
    });
    expect((failure as TonearmError).facts).toEqual({
      name: '`a`',
      fragment: 'FROM a',
      errorClass: 'X.LONG',
      sqlState: '42P01',
      causedBy: 'IOException: the disk',
    });
    expect((failure as Error).cause).toHaveProperty(
      'stack',
      expect.stringContaining(
        '    at org.A.b(A.scala:7)\ncaused by: java.io.IOException: the disk',
      ),
    );
    expect(server.calls.filter((call) => call === 'details')).toHaveLength(1);
  });

  test('says what the status has when there are no details', async () => {
    const session = await open();
    server.fail('execute', short);
    server.fail('details', unavailable());
    await expect(session.rows(query)).rejects.toMatchObject({
      code: 'SPARK_FAILED',
      message: 'Spark: [X] short',
      facts: { name: '`a`', errorClass: 'X', sqlState: '42000' },
    });
  });

  test('is not tried again', async () => {
    const session = await open();
    server.fail('execute', sparkStatus('[NO_WAY] no'));
    await expect(session.rows(query)).rejects.toMatchObject({
      facts: { errorClass: 'NO_WAY' },
    });
    expect(await operationCalls(session)).toEqual(['execute', 'release']);
  });

  test('names a class that the server lacks', async () => {
    const session = await open();
    server.fail('execute', new ConnectError('org/apache/kafka/Consumer', Code.Unknown));
    await expect(session.rows(query)).rejects.toMatchObject({
      hint: 'the server lacks a jar with this class',
    });
  });
});

describe('a session that is lost', () => {
  test.each(['SESSION_CLOSED', 'SESSION_CHANGED', 'SESSION_NOT_FOUND'])('%s', async (kind) => {
    const session = await open();
    const errorClass = `INVALID_HANDLE.${kind}`;
    server.fail('execute', sparkStatus(`[${errorClass}] gone`, { errorClass }));
    await expect(session.rows(query)).rejects.toMatchObject({
      code: 'SPARK_SESSION_LOST',
      facts: { session: session.id, errorClass },
    });
  });

  test('because the server was restarted in the middle of a query', async () => {
    server.answer(rowsResponse(1, 1), rowsResponse(2, 1));
    const session = await open();
    server.fail('execute', { drop: 1 });
    const reading = numbers(session);
    server.restart();
    await expect(reading).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
  });

  test('and answers all the same', async () => {
    const session = await open();
    server.restart();
    await expect(session.getConfig('any')).rejects.toMatchObject({
      code: 'SPARK_SESSION_LOST',
      message: 'the session on Spark is gone: the server was restarted',
    });
  });

  test('is noticed when it is opened again, with the id of the server', async () => {
    const { id, serverSideId } = await open();
    const again = await open({ sessionId: id, serverSideId });
    expect([again.id, again.serverSideId]).toEqual([id, serverSideId]);
    server.restart();
    await expect(open({ sessionId: id, serverSideId })).rejects.toMatchObject({
      code: 'SPARK_SESSION_LOST',
    });
    await open({ sessionId: id });
  });
});

describe('a server that cannot be asked', () => {
  test('is said in seconds when nothing listens', async () => {
    const host = fakeHost();
    await server.close();
    await expect(open({ host })).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringMatching(/^Spark at sc:\S+ cannot be reached: .*ECONNREFUSED/),
    });
    expect(host.waits).toEqual([50, 200, 800]);
    server = await startFakeServer();
  });

  test('is said when the token is wrong', async () => {
    server.fail('analyze', new ConnectError('Invalid authentication token', Code.Unauthenticated));
    await expect(open()).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringContaining('refuses access: Invalid authentication token'),
      hint: 'check the token in the address',
    });
  });

  test('is said when it does not speak HTTP/2', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const endpoint = parseEndpoint(`sc://127.0.0.1:${(other.address() as AddressInfo).port}`);
    await expect(open({ endpoint })).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });
    other.close();
  });

  test('is said when TLS never comes about', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const endpoint = parseEndpoint(`sc://127.0.0.1:${port}/;use_ssl=true`);
    await expect(open({ endpoint, connectTimeoutMs: 20 })).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringContaining('no connection after 20 ms'),
    });
    silent.close();
  });
});

describe('an interruption', () => {
  test('stops the operation on the server; afterwards only what ends things works', async () => {
    const controller = new AbortController();
    server.answer(rowsResponse(1, 1));
    const session = await open({ signal: controller.signal });
    server.fail('execute', 'hang');
    const reading = session.rows(query);
    setImmediate(() => controller.abort());
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await session.keepAlive();
    expect(await operationCalls(session)).toEqual(['execute', 'interrupt operationId', 'release']);
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
    const session = await open({ signal: controller.signal, host });
    server.fail('execute', unavailable());
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('by another client is one too', async () => {
    const session = await open();
    server.fail(
      'execute',
      sparkStatus('[OPERATION_CANCELED] x', { errorClass: 'OPERATION_CANCELED' }),
    );
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await session.interrupt();
    expect(server.calls).toContain('interrupt all');
  });
});

describe('closing', () => {
  test('leaves no connection, and what still runs fails', async () => {
    const session = await open();
    server.fail('execute', 'hang');
    const reading = session.rows(query);
    const failure = expect(reading).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    await session.close({ release: true });
    await failure;
    await expect(session.rows(query)).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    await expect(session.keepAlive()).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    expect(server.calls.slice(-3)).toEqual(['interrupt operationId', 'release', 'releaseSession']);
    await expect.poll(() => server.connections()).toBe(0);
  });

  test('keeps the session for who asks for it', async () => {
    const session = await open();
    await session.close({ release: false });
    expect(server.calls).not.toContain('releaseSession');
  });

  test.each([
    ['org/apache/spark/ml/util/X', /closed the session but not all .* lacks spark-mllib$/],
    ['no time', /could not release the session, which ends by itself later: .*no time$/],
  ])('tells that a server cannot release it: %s', async (why, notice) => {
    const session = await open();
    server.fail('releaseSession', new ConnectError(why, Code.Unknown));
    await session.close({ release: true });
    expect(notices).toEqual([expect.stringMatching(notice)]);
  });
});
