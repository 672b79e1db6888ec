import { once } from 'node:events';
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { Code, ConnectError, type HandlerContext } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { columnFromArray, int64, tableFromColumns, tableToIPC, utf8 } from '@uwdata/flechette';
import { ErrorInfoSchema, RetryInfoSchema } from './proto/error-details.gen.ts';
import {
  ExecutePlanResponseSchema,
  SparkConnectService,
  type ExecutePlanRequest,
  type ExecutePlanResponse,
  type FetchErrorDetailsResponseSchema,
} from './proto/spark.gen.ts';

type ResponseInit = MessageInitShape<typeof ExecutePlanResponseSchema>;

/** What goes wrong with the next call of a name. */
export type Fault =
  /** The connection breaks after so many responses. */
  | { readonly drop: number }
  /** The connection breaks before the server has seen the call. */
  | 'lost'
  /** The stream ends without a word after so many responses. */
  | { readonly end: number }
  /** It stands still. */
  | 'hang'
  | ConnectError;

export interface FakeServer {
  readonly url: string;
  /** Calls in their order, such as `reattach after 2`. */
  readonly calls: string[];
  /** Headers of the last call. */
  headers(): Headers;
  /** The last plan that was executed. */
  lastPlan(): ExecutePlanRequest['plan'];
  /** The next calls of a name (`execute`, `reattach`, `analyze`, …) go wrong, one after another. */
  fail(call: string, ...faults: readonly Fault[]): void;
  /** What plans are answered with, from now on, before `ResultComplete`. */
  answer(...responses: readonly ResponseInit[]): void;
  /** Details that can be fetched of an error, by its id. */
  readonly details: Map<string, MessageInitShape<typeof FetchErrorDetailsResponseSchema>>;
  /** Forgets all sessions and operations, as a server that was restarted. */
  restart(): void;
  /** Connections that are open. */
  connections(): number;
  close(): Promise<void>;
}

/** A response with rows of a BIGINT `n` and a STRING `s`. */
export const rowsResponse = (first: number, count: number): ResponseInit => {
  const numbers = Array.from({ length: count }, (_, at) => first + at);
  const table = tableFromColumns([
    ['n', columnFromArray(numbers, int64())],
    ['s', columnFromArray(numbers.map(String), utf8())],
  ]);
  const data = tableToIPC(table, { format: 'stream' }) ?? new Uint8Array();
  return { responseType: { case: 'arrowBatch', value: { rowCount: BigInt(count), data } } };
};

/** An error as Spark makes it. */
export const sparkStatus = (
  message: string,
  metadata: Readonly<Record<string, string>> = {},
  code: Code = Code.Internal,
): ConnectError =>
  new ConnectError(message, code, undefined, [
    { desc: ErrorInfoSchema, value: { reason: 'x', domain: 'org.apache.spark', metadata } },
  ]);

/** A wish to be asked again later. */
export const comeBackIn = (seconds: number): ConnectError =>
  new ConnectError('busy', Code.ResourceExhausted, undefined, [
    { desc: RetryInfoSchema, value: { retryDelay: { seconds: BigInt(seconds) } } },
  ]);

const operationNotFound = (): ConnectError =>
  sparkStatus('[INVALID_HANDLE.OPERATION_NOT_FOUND] no such operation', {
    errorClass: 'INVALID_HANDLE.OPERATION_NOT_FOUND',
  });

/** A server that speaks Spark Connect, executes nothing, and fails on command. */
export const startFakeServer = async (): Promise<FakeServer> => {
  const calls: string[] = [];
  const faults = new Map<string, Fault[]>();
  const operations = new Map<string, readonly ExecutePlanResponse[]>();
  const details: FakeServer['details'] = new Map();
  const connections = new Set<ServerHttp2Session>();
  let answers: readonly ResponseInit[] = [];
  let headers = new Headers();
  let lastPlan: ExecutePlanRequest['plan'];
  let serverSideSessionId = 'server-1';

  const drop = (): Promise<never> => {
    for (const connection of connections) connection.destroy();
    return new Promise(() => {});
  };
  const hang = ({ signal }: HandlerContext): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new ConnectError('gone', Code.Canceled)));
    });

  const begin = async (
    name: string,
    note: string,
    context: HandlerContext,
    observed?: string,
  ): Promise<Fault | undefined> => {
    calls.push(note);
    headers = context.requestHeader;
    const fault = faults.get(name)?.shift();
    if (fault === 'lost') await drop();
    if (fault === 'hang') await hang(context);
    if (fault instanceof ConnectError) throw fault;
    if (observed !== undefined && observed !== serverSideSessionId) {
      throw sparkStatus('[INVALID_HANDLE.SESSION_CHANGED] the session has changed', {
        errorClass: 'INVALID_HANDLE.SESSION_CHANGED',
      });
    }
    return fault;
  };

  async function* send(
    operationId: string,
    lastResponseId: string | undefined,
    fault: Fault | undefined,
  ): AsyncGenerator<ExecutePlanResponse> {
    const responses = operations.get(operationId);
    if (responses === undefined) throw operationNotFound();
    const from = lastResponseId === undefined ? 0 : Number(lastResponseId);
    let sent = 0;
    for (const response of responses.slice(from)) {
      if (typeof fault === 'object' && 'drop' in fault && sent === fault.drop) await drop();
      if (typeof fault === 'object' && 'end' in fault && sent === fault.end) return;
      yield response;
      sent += 1;
      // Lets what was sent leave before the connection breaks.
      await new Promise(setImmediate);
    }
  }

  const sided = <T extends { readonly sessionId: string }>({ sessionId }: T) => ({
    sessionId,
    serverSideSessionId,
  });

  const adapter = connectNodeAdapter({
    routes: ({ service }) => {
      service(SparkConnectService, {
        async *executePlan(request, context) {
          const { operationId = '', plan, clientObservedServerSideSessionId: observed } = request;
          const fault = await begin('execute', 'execute', context, observed);
          lastPlan = plan;
          const complete: ResponseInit = { responseType: { case: 'resultComplete', value: {} } };
          operations.set(
            operationId,
            [...answers, complete].map((answer, at) =>
              create(ExecutePlanResponseSchema, {
                ...answer,
                ...sided(request),
                operationId,
                responseId: String(at + 1),
              }),
            ),
          );
          yield* send(operationId, undefined, fault);
        },
        async *reattachExecute(request, context) {
          const { operationId, lastResponseId } = request;
          const note = `reattach after ${lastResponseId ?? 'nothing'}`;
          const observed = request.clientObservedServerSideSessionId;
          const fault = await begin('reattach', note, context, observed);
          yield* send(operationId, lastResponseId, fault);
        },
        async releaseExecute(request, context) {
          await begin('release', 'release', context);
          operations.delete(request.operationId);
          return sided(request);
        },
        async analyzePlan(request, context) {
          const observed = request.clientObservedServerSideSessionId;
          await begin('analyze', `analyze ${request.analyze.case}`, context, observed);
          const result = { case: 'sparkVersion' as const, value: { version: '4.2.0' } };
          return { ...sided(request), result };
        },
        async config(request, context) {
          await begin('config', `config ${request.operation?.opType.case}`, context);
          return { ...sided(request), pairs: [], warnings: ['a warning'] };
        },
        async interrupt(request, context) {
          await begin('interrupt', `interrupt ${request.interrupt.case ?? 'all'}`, context);
          return { ...sided(request), interruptedIds: [] };
        },
        async releaseSession(request, context) {
          await begin('releaseSession', 'releaseSession', context);
          return { sessionId: request.sessionId };
        },
        async fetchErrorDetails(request, context) {
          await begin('details', 'details', context);
          return { ...sided(request), ...details.get(request.errorId) };
        },
      });
    },
  });
  const server = createServer(adapter);
  server.on('session', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `sc://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    details,
    headers: () => headers,
    lastPlan: () => lastPlan,
    fail: (call, ...more) => void faults.set(call, [...(faults.get(call) ?? []), ...more]),
    answer: (...responses) => void (answers = responses),
    restart() {
      operations.clear();
      serverSideSessionId += '1';
    },
    connections: () => connections.size,
    async close() {
      for (const connection of connections) connection.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
