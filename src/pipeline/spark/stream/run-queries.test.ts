import { expect, test } from 'vitest';
import type { Session } from '../../../engines/spark/connect/session.ts';
import type { StreamingEvent } from '../../../engines/spark/connect/streaming.ts';
import { TonearmError } from '../../../error.ts';
import { runQueries } from './run-queries.ts';
import type { StreamQuery } from './stream-query.ts';

const ids = (runId: string) => ({ id: runId, runId, timestamp: '' });
const idle = (runId: string): StreamingEvent => ({ kind: 'idle', ...ids(runId) });
const terminated = (runId: string, exception?: string): StreamingEvent => ({
  kind: 'terminated',
  ...ids(runId),
  ...(exception === undefined ? {} : { exception }),
});

const query = (name: string, kind: 'follow' | 'available-now' = 'follow'): StreamQuery => ({
  name,
  plan: { views: [], query: {} as never, outputMode: 'append', canonical: '' },
  checkpoint: `/c/${name}`,
  trigger: kind === 'follow' ? { kind: 'processing-time', interval: '1 second' } : { kind },
  sink: { topic: 'out' },
});

/** A session whose listener tells these events; then it ends, or waits for the signal. */
const runWith = async (
  queries: readonly StreamQuery[],
  events: readonly StreamingEvent[],
  more: {
    readonly waits?: boolean;
    readonly startFailure?: Error;
    readonly stopFailure?: Error;
  } = {},
) => {
  const told: string[] = [];
  let started = 0;
  const session = {
    createView: async () => undefined,
    keepAlive: async () => undefined,
    events: async (signal: AbortSignal) =>
      (async function* () {
        yield* events;
        if (more.waits === true && !signal.aborted) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        }
      })(),
    startStream: async () => {
      if (more.startFailure !== undefined) throw more.startFailure;
      const runId = queries[started]?.name ?? '';
      started += 1;
      return {
        ...{ id: runId, runId },
        stop: async () => {
          if (more.stopFailure !== undefined) throw more.stopFailure;
          told.push(`stopped ${runId}`);
        },
      };
    },
  } as unknown as Session;
  const signal = more.waits === true ? AbortSignal.timeout(50) : new AbortController().signal;
  const ended = await runQueries(
    session,
    queries,
    {
      onProgress: () => undefined,
      onIdle: ({ name }) => void told.push(`idle ${name}`),
      onAll: () => void told.push('all'),
      onUnstopped: ({ name }) => void told.push(`unstopped ${name}`),
    },
    signal,
  ).catch((error: unknown) => error);
  return { ended, told };
};

test('queries that read what is there end by themselves', async () => {
  const now = [query('a', 'available-now'), query('b', 'available-now')];
  const { ended } = await runWith(now, [terminated('a'), terminated('b')]);
  expect(ended).toBeUndefined();
});

test('one that goes on while another fails is no success of both', async () => {
  const both = [query('a'), query('b')];
  const events = [idle('b'), idle('b'), terminated('a', 'x.YException: bad\n\tat z')];
  const { ended, told } = await runWith(both, events);
  expect(ended).toMatchObject({
    code: 'SPARK_FAILED',
    message: 'the query of a failed on Spark: bad',
  });
  expect(told).toEqual(['idle b', 'idle b', 'stopped a', 'stopped b']);
  expect((await runWith(both, [idle('b'), idle('a')])).told).toContain('all');
});

test('a query that somebody else has stopped is not taken back', async () => {
  const { ended } = await runWith([query('a')], [terminated('a')]);
  expect(ended).toMatchObject({ code: 'STATE_IN_USE', facts: { checkpoint: '/c/a' } });
});

test('queries that nobody tells of any more are started in another session', async () => {
  const { ended } = await runWith([query('a')], [idle('a')]);
  expect(ended).toMatchObject({ code: 'SPARK_SESSION_LOST' });
});

test('the signal ends them all', async () => {
  const { ended, told } = await runWith([query('a'), query('b')], [], { waits: true });
  expect(ended).toBeUndefined();
  expect(told).toEqual(['stopped a', 'stopped b']);
});

test('a query that cannot be stopped is told of, one that is gone with its server is not', async () => {
  const failure = (code: 'SPARK_FAILED' | 'SPARK_UNREACHABLE') =>
    runWith([query('a')], [], { waits: true, stopFailure: new TonearmError(code, 'no') });
  expect((await failure('SPARK_FAILED')).told).toEqual(['unstopped a']);
  expect((await failure('SPARK_UNREACHABLE')).told).toEqual([]);
});

test.each([
  ['[DATA_SOURCE_NOT_FOUND] Failed to find the data source: kafka.', 'spark-sql-kafka'],
  ['mkdir failed', 'can write to /c/a'],
])('a query that does not start says what to do: %s', async (message, hint) => {
  const startFailure = new TonearmError('SPARK_FAILED', message, { facts: { errorClass: 'X' } });
  const { ended } = await runWith([query('a')], [], { startFailure });
  expect(ended).toMatchObject({
    code: 'SPARK_FAILED',
    facts: { phase: 'start', errorClass: 'X' },
    hint: expect.stringContaining(hint),
  });
});
