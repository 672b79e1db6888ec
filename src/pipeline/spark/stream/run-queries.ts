import { TonearmError } from '../../../error.ts';
import type { Session } from '../../../engines/spark/connect/session.ts';
import type { StreamingEvent, StreamProgress } from '../../../engines/spark/connect/streaming.ts';
import { queryFailure } from './query-failure.ts';
import { type Running, startQuery, stopQuery } from './start-query.ts';
import type { StreamQuery } from './stream-query.ts';

/** A session without a call is dropped with its queries, after an hour unless the server is set otherwise. */
const keepAliveMs = 20_000;

/** What is told of queries while they run. */
export interface QueryWatch {
  readonly onProgress: (query: StreamQuery, progress: StreamProgress) => void;
  /** Every query has gone on since the start: a failure from now on is a new one. */
  readonly onAll: () => void;
  /** A query has nothing to do. */
  readonly onIdle: (query: StreamQuery) => void;
  /** A query could not be stopped, and may run on. */
  readonly onUnstopped: (query: StreamQuery) => void;
}

const stoppedElsewhere = ({ name, checkpoint }: StreamQuery): TonearmError =>
  new TonearmError('STATE_IN_USE', `the query of ${name} was stopped by somebody else`, {
    facts: { query: name, checkpoint },
    hint: 'another stream with the same checkpoint has taken over, or an administrator has ended it; give this one a --state of its own',
  });

const notHeard = (): TonearmError =>
  new TonearmError('SPARK_SESSION_LOST', 'Spark tells nothing of the queries any more', {
    hint: 'somebody else listens in this session',
  });

/** Calls the session now and then; resolves when `ended` fires, rejects where the session is gone. */
const keepAlive = (session: Session, ended: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (ended.aborted) return resolve();
    const timer = setInterval(() => void session.keepAlive().catch(reject), keepAliveMs);
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    ended.addEventListener('abort', end, { once: true });
  });

interface Followed {
  readonly events: AsyncIterable<StreamingEvent>;
  readonly running: readonly Running[];
  readonly signal: AbortSignal;
}

const follow = async (
  { events, running, signal }: Followed,
  { onProgress, onIdle, onAll }: QueryWatch,
): Promise<void> => {
  const gone = new Set<StreamQuery>();
  const active = new Map(running.map(({ handle, query }) => [handle.runId, query]));
  for await (const event of events) {
    const runId = event.kind === 'progress' ? event.progress.runId : event.runId;
    const query = active.get(runId);
    if (query === undefined) continue;
    if (event.kind !== 'terminated' && gone.add(query).size === running.length) onAll();
    if (event.kind === 'progress') onProgress(query, event.progress);
    else if (event.kind === 'idle') onIdle(query);
    else {
      if (event.exception !== undefined) throw queryFailure(query, event);
      if (query.trigger.kind !== 'available-now') throw stoppedElsewhere(query);
      active.delete(runId);
      if (active.size === 0) return;
    }
  }
  if (!signal.aborted) throw notHeard();
};

/**
 * Runs queries in a session until all have ended, one fails, or the signal fires; then none of them
 * runs any more.
 * @throws TonearmError SPARK_FAILED, SPARK_SESSION_LOST, SPARK_UNREACHABLE, STATE_IN_USE
 */
export const runQueries = async (
  session: Session,
  queries: readonly StreamQuery[],
  watch: QueryWatch,
  signal: AbortSignal,
): Promise<void> => {
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  // Before anything starts: the end of a short query is not to be missed.
  const events = await session.events(until);
  const running: Running[] = [];
  try {
    for (const query of queries) running.push(await startQuery(session, query));
    await Promise.race([
      follow({ events, running, signal: until }, watch),
      keepAlive(session, until),
    ]);
  } finally {
    ending.abort();
    const stopped = await Promise.all(running.map(stopQuery));
    for (const [index, { query }] of running.entries()) {
      if (stopped[index] === false) watch.onUnstopped(query);
    }
  }
};
