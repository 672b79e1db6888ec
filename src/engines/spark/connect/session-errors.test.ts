import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Code, ConnectError } from '@connectrpc/connect';
import { describe, expect, test } from 'vitest';
import type { TonearmError } from '../../../error.ts';
import { parseEndpoint, type Endpoint } from './endpoint.ts';
import { fakeHost } from './fake-host.cases.ts';
import { rowsResponse, sparkStatus } from './fake-server.cases.ts';
import { fakeSessions } from './fake-session.cases.ts';

const fake = fakeSessions();
const query = { sql: 'SELECT n, s FROM t' };
const unavailable = () => new ConnectError('not now', Code.Unavailable);

/** Something else that listens. */
const listen = async (onSocket: (socket: Socket) => void): Promise<[Server, number]> => {
  const server = createServer(onSocket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return [server, (server.address() as AddressInfo).port];
};

const closedPort = async (): Promise<Endpoint> => {
  const [server, port] = await listen(() => {});
  server.close();
  await once(server, 'close');
  return parseEndpoint(`sc://127.0.0.1:${port}`);
};

describe('an error of Spark', () => {
  const short = sparkStatus('[X] short', {
    errorClass: 'X',
    sqlState: '42000',
    errorId: 'e1',
    messageParameters: '{"name":"`a`"}',
  });

  test('has class, state and parameters of the details, the cause and the stack there', async () => {
    const session = await fake.open();
    fake.server.fail('execute', short);
    fake.server.details.set('e1', {
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
    expect(fake.server.calls.filter((call) => call === 'details')).toHaveLength(1);
  });

  test('says what the status has when there are no details', async () => {
    const session = await fake.open();
    fake.server.fail('execute', short);
    fake.server.fail('details', unavailable());
    await expect(session.rows(query)).rejects.toMatchObject({
      code: 'SPARK_FAILED',
      message: 'Spark: [X] short',
      facts: { name: '`a`', errorClass: 'X', sqlState: '42000' },
    });
  });

  test('is not tried again', async () => {
    const session = await fake.open();
    fake.server.fail('execute', sparkStatus('[NO_WAY] no'));
    await expect(session.rows(query)).rejects.toMatchObject({
      facts: { errorClass: 'NO_WAY' },
    });
    expect(await fake.operationCalls(session)).toEqual(['execute', 'release']);
  });

  test('names a class that the server lacks', async () => {
    const session = await fake.open();
    fake.server.fail('execute', new ConnectError('org/apache/kafka/Consumer', Code.Unknown));
    await expect(session.rows(query)).rejects.toMatchObject({
      hint: 'the server lacks a jar with this class',
    });
  });
});

describe('a session that is lost', () => {
  test.each(['SESSION_CLOSED', 'SESSION_CHANGED', 'SESSION_NOT_FOUND'])('%s', async (kind) => {
    const session = await fake.open();
    const errorClass = `INVALID_HANDLE.${kind}`;
    fake.server.fail('execute', sparkStatus(`[${errorClass}] gone`, { errorClass }));
    await expect(session.rows(query)).rejects.toMatchObject({
      code: 'SPARK_SESSION_LOST',
      facts: { session: session.id, errorClass },
    });
  });

  test('because the server was restarted in the middle of a query', async () => {
    fake.server.answer(rowsResponse(1, 1), rowsResponse(2, 1));
    const session = await fake.open();
    fake.server.fail('execute', { drop: 1 });
    const reading = session.rows(query);
    fake.server.restart();
    await expect(reading).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
  });

  test('and answers all the same', async () => {
    const session = await fake.open();
    fake.server.restart();
    await expect(session.getConfig('any')).rejects.toMatchObject({
      code: 'SPARK_SESSION_LOST',
      message: 'the session on Spark is gone: the server was restarted',
    });
  });

  test('is noticed when it is opened again, with the id of the server', async () => {
    const { id, serverSideId } = await fake.open();
    const again = await fake.open({ sessionId: id, serverSideId });
    expect([again.id, again.serverSideId]).toEqual([id, serverSideId]);
    fake.server.restart();
    await expect(fake.open({ sessionId: id, serverSideId })).rejects.toMatchObject({
      code: 'SPARK_SESSION_LOST',
    });
    await fake.open({ sessionId: id });
  });
});

describe('a server that cannot be asked', () => {
  test('is said in seconds when nothing listens', async () => {
    const host = fakeHost();
    const endpoint = await closedPort();
    await expect(fake.open({ host, endpoint })).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringMatching(/^Spark at sc:\S+ cannot be reached: .*ECONNREFUSED/),
    });
    expect(host.waits).toEqual([50, 200, 800]);
  });

  test('is said when the token is wrong', async () => {
    fake.server.fail(
      'analyze',
      new ConnectError('Invalid authentication token', Code.Unauthenticated),
    );
    await expect(fake.open()).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringContaining('refuses access: Invalid authentication token'),
      hint: 'check the token in the address',
    });
  });

  test('is said when it does not speak HTTP/2', async () => {
    const answer = 'HTTP/1.1 400 Bad Request\r\n\r\n';
    const [other, port] = await listen((socket) => socket.end(answer));
    const endpoint = parseEndpoint(`sc://127.0.0.1:${port}`);
    await expect(fake.open({ endpoint })).rejects.toMatchObject({ code: 'SPARK_UNREACHABLE' });
    other.close();
  });

  test('is said when TLS never comes about', async () => {
    const [silent, port] = await listen(() => {});
    const endpoint = parseEndpoint(`sc://127.0.0.1:${port}/;use_ssl=true`);
    await expect(fake.open({ endpoint, connectTimeoutMs: 20 })).rejects.toMatchObject({
      code: 'SPARK_UNREACHABLE',
      message: expect.stringContaining('no connection after 20 ms'),
    });
    silent.close();
  });
});
