import type { MessageInitShape } from '@bufbuild/protobuf';
import { beforeEach, describe, expect, test } from 'vitest';
import { sparkStatus } from './fake-server.cases.ts';
import { fakeSessions } from './fake-session.cases.ts';
import {
  StreamingQueryEventType as EventType,
  type StreamingQueryCommandResultSchema,
} from './proto/spark.gen.ts';
import { readTable } from './relation.ts';
import type { Session } from './session.ts';
import type { StreamingEvent, StreamingQuery } from './streaming.ts';

const fake = fakeSessions();
let session: Session;

beforeEach(async () => {
  session = await fake.open();
});

const queryId = { id: 'q', runId: 'r' };

/** The last command that the server was given. */
const command = () => {
  const plan = fake.server.lastPlan()?.opType;
  return plan?.case === 'command' ? plan.value.commandType : undefined;
};

const start = (): Promise<StreamingQuery> => {
  fake.server.answer({
    responseType: { case: 'writeStreamOperationStartResult', value: { queryId, name: 'top' } },
  });
  return session.startStream(readTable('t', { streaming: true }), {
    format: 'kafka',
    options: { topic: 'results' },
    trigger: { kind: 'processing-time', interval: '1 second' },
    outputMode: 'update',
    queryName: 'top',
  });
};

describe('a streaming query', () => {
  test('starts as told', async () => {
    const { id, runId, name } = await start();
    expect({ id, runId, name }).toEqual({ id: 'q', runId: 'r', name: 'top' });
    expect(command()).toMatchObject({
      case: 'writeStreamOperationStart',
      value: {
        format: 'kafka',
        options: { topic: 'results' },
        outputMode: 'update',
        queryName: 'top',
        trigger: { case: 'processingTimeInterval', value: '1 second' },
      },
    });
  });

  type Result = MessageInitShape<typeof StreamingQueryCommandResultSchema>['resultType'];
  const progress = (batchId: number) => JSON.stringify({ id: 'q', batchId });
  const asked: readonly [string, (query: StreamingQuery) => Promise<unknown>, Result, unknown][] = [
    [
      'status',
      (query) => query.status(),
      { case: 'status', value: { statusMessage: 'm', isActive: true, isTriggerActive: true } },
      { message: 'm', isActive: true, isDataAvailable: false, isTriggerActive: true },
    ],
    [
      'lastProgress',
      (query) => query.lastProgress(),
      { case: 'recentProgress', value: { recentProgressJson: [progress(7)] } },
      { id: 'q', batchId: 7 },
    ],
    [
      'lastProgress',
      (query) => query.lastProgress(),
      { case: 'recentProgress', value: { recentProgressJson: [] } },
      undefined,
    ],
    [
      'recentProgress',
      (query) => query.recentProgress(),
      { case: 'recentProgress', value: { recentProgressJson: [progress(1), progress(2)] } },
      [
        { id: 'q', batchId: 1 },
        { id: 'q', batchId: 2 },
      ],
    ],
    [
      'exception',
      (query) => query.exception(),
      {
        case: 'exception',
        value: {
          exceptionMessage: 'a.b.StreamingQueryException: [BAD] it\n=== Streaming Query ===\nplan',
          errorClass: 'STREAM_FAILED',
          stackTrace: 'at',
        },
      },
      { message: '[BAD] it', errorClass: 'STREAM_FAILED', stackTrace: 'at' },
    ],
    ['exception', (query) => query.exception(), { case: 'exception', value: {} }, undefined],
    [
      'awaitTermination',
      (query) => query.awaitTermination(9),
      { case: 'awaitTermination', value: { terminated: true } },
      true,
    ],
    ['explain', (query) => query.explain(), { case: 'explain', value: { result: 'p' } }, 'p'],
    ['stop', (query) => query.stop(), undefined, undefined],
    ['processAllAvailable', (query) => query.processAllAvailable(), undefined, undefined],
  ];

  test.each(asked)('%s', async (name, ask, resultType, expected) => {
    const query = await start();
    const value = resultType === undefined ? { queryId } : { queryId, resultType };
    fake.server.answer({ responseType: { case: 'streamingQueryCommandResult', value } });
    expect(await ask(query)).toEqual(expected);
    expect(command()).toMatchObject({
      case: 'streamingQueryCommand',
      value: { queryId, command: { case: name } },
    });
  });

  test('is found again', async () => {
    const instance = { id: queryId, name: 'top' };
    const result = (resultType: object) =>
      fake.server.answer({
        responseType: { case: 'streamingQueryManagerCommandResult', value: resultType },
      });
    result({ resultType: { case: 'active', value: { activeQueries: [instance] } } });
    expect(await session.streams()).toMatchObject([{ id: 'q', runId: 'r', name: 'top' }]);
    result({ resultType: { case: 'query', value: instance } });
    expect(await session.stream('q')).toMatchObject({ id: 'q', runId: 'r' });
    result({});
    expect(await session.stream('other')).toBeUndefined();
  });

  test('an answer of another kind is an error', async () => {
    fake.server.answer();
    await expect(session.streams()).rejects.toMatchObject({ code: 'SPARK_FAILED' });
  });
});

describe('the listener', () => {
  const told = (...events: readonly (readonly [EventType, object])[]) => ({
    responseType: {
      case: 'streamingQueryListenerEventsResult' as const,
      value: {
        events: events.map(([eventType, event]) => ({
          eventType,
          eventJson: JSON.stringify(event),
        })),
      },
    },
  });
  const added = {
    responseType: {
      case: 'streamingQueryListenerEventsResult' as const,
      value: { listenerBusListenerAdded: true },
    },
  };
  const ids = { id: 'q', runId: 'r' };
  const progress = { ...ids, batchId: 3 };

  const collect = async (events: AsyncIterable<StreamingEvent>): Promise<StreamingEvent[]> => {
    const all: StreamingEvent[] = [];
    for await (const event of events) all.push(event);
    return all;
  };

  test('gives progress, rest and end, also over a connection that breaks', async () => {
    fake.server.answer(
      added,
      told([EventType.QUERY_PROGRESS_EVENT, { progress }]),
      told([EventType.QUERY_IDLE_EVENT, { ...ids, timestamp: 'now' }]),
      told(
        [EventType.QUERY_TERMINATED_EVENT, { ...ids, exception: null }],
        [
          EventType.QUERY_TERMINATED_EVENT,
          { ...ids, exception: 'bad', errorClassOnException: 'B' },
        ],
        [9 as EventType, { of: 'a later version' }],
      ),
    );
    // The first execution takes a listener away that was left behind.
    fake.server.fail('execute', { end: 9 }, { drop: 2 });
    expect(await collect(await session.events())).toEqual([
      { kind: 'progress', progress },
      { kind: 'idle', ...ids, timestamp: 'now' },
      { kind: 'terminated', ...ids },
      { kind: 'terminated', ...ids, exception: 'bad', errorClass: 'B' },
    ]);
    expect(fake.server.calls.filter((call) => call.startsWith('reattach'))).toEqual([
      'reattach after 2',
    ]);
  });

  const lastCommand = () => {
    const last = command();
    return last?.case === 'streamingQueryListenerBusCommand' ? last.value.command.case : undefined;
  };

  test('is taken away when the loop is left', async () => {
    fake.server.answer(added, told([EventType.QUERY_PROGRESS_EVENT, { progress }]), {});
    for await (const event of await session.events()) {
      expect(event.kind).toBe('progress');
      expect(lastCommand()).toBe('addListenerBusListener');
      break;
    }
    expect(lastCommand()).toBe('removeListenerBusListener');
  });

  test('ends quietly when its signal fires', async () => {
    const controller = new AbortController();
    fake.server.answer(added);
    fake.server.fail('execute', { end: 9 }, { end: 1 });
    fake.server.fail('reattach', 'hang');
    const events = collect(await session.events(controller.signal));
    setImmediate(() => controller.abort());
    expect(await events).toEqual([]);
    expect(lastCommand()).toBe('removeListenerBusListener');
  });

  test('fails when the session is lost, and asks nothing more', async () => {
    const errorClass = 'INVALID_HANDLE.SESSION_CLOSED';
    fake.server.answer(added);
    fake.server.fail('execute', { end: 9 }, { end: 1 });
    fake.server.fail('reattach', sparkStatus('closed', { errorClass }));
    const events = collect(await session.events());
    await expect(events).rejects.toMatchObject({ code: 'SPARK_SESSION_LOST' });
    expect(lastCommand()).toBe('addListenerBusListener');
  });
});
