import { TonearmError } from '../../../error.ts';
import type { Session } from '../../../engines/spark/connect/session.ts';
import type {
  StreamingEvent,
  StreamingQuery,
  StreamProgress,
} from '../../../engines/spark/connect/streaming.ts';
import { queryFailure } from './query-failure.ts';
import type { StreamQuery } from './stream-query.ts';

/** A session without a call is dropped with its queries, after an hour unless the server is set otherwise. */
const keepAliveMs = 20_000;

/** Operators that are stopped finish the batch they are at. */
const stopTimeoutMs = 30_000;

interface Running {
  readonly query: StreamQuery;
  readonly handle: StreamingQuery;
}

/** What is told of queries while they run. */
export interface QueryWatch {
  readonly onProgress: (query: StreamQuery, progress: StreamProgress) => void;
  /** A query has nothing to do. */
  readonly onIdle: (query: StreamQuery) => void;
}

const stoppedElsewhere = ({ name, checkpoint }: StreamQuery): TonearmError =>
  new TonearmError('STATE_IN_USE', `the query of ${name} was stopped by somebody else`, {
    facts: { query: name, checkpoint },
    hint: 'another stream with the same checkpoint has taken over, or an administrator has ended it; give this one a --state of its own',
  });

const start = async (session: Session, query: StreamQuery): Promise<Running> => {
  const { plan, checkpoint, trigger, sink, name } = query;
  try {
    for (const view of plan.views) await session.createView(view.name, view.relation);
    const handle = await session.startStream(plan.query, {
      format: 'kafka',
      outputMode: plan.outputMode,
      trigger,
      options: { ...sink, checkpointLocation: checkpoint },
    });
    return { query, handle };
  } catch (error) {
    if (!(error instanceof TonearmError) || error.code !== 'SPARK_FAILED') throw error;
    throw new TonearmError(
      'SPARK_FAILED',
      `the query of ${name} does not start: ${error.message}`,
      {
        facts: { errorClass: 'STREAM_FAILED_ON_START', ...error.facts, query: name, checkpoint },
        cause: error,
        hint: error.hint ?? `see that the cluster can write to ${checkpoint}`,
      },
    );
  }
};

/** Stops a query; that the server is gone already is as good. */
const stop = async ({ handle }: Running): Promise<void> => {
  const late = AbortSignal.timeout(stopTimeoutMs);
  await Promise.race([
    handle.stop().catch(() => undefined),
    new Promise<void>((resolve) => late.addEventListener('abort', () => resolve())),
  ]);
};

/** Calls the session now and then; resolves when `ended` fires, rejects where the session is gone. */
const keepAlive = (session: Session, ended: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setInterval(() => void session.keepAlive().catch(reject), keepAliveMs);
    ended.addEventListener('abort', () => {
      clearInterval(timer);
      resolve();
    });
  });

const follow = async (
  events: AsyncIterable<StreamingEvent>,
  running: readonly Running[],
  { onProgress, onIdle }: QueryWatch,
  isBounded: boolean,
): Promise<void> => {
  const active = new Map(running.map(({ handle, query }) => [handle.runId, query]));
  for await (const event of events) {
    const runId = event.kind === 'progress' ? event.progress.runId : event.runId;
    const query = active.get(runId);
    if (query === undefined) continue;
    if (event.kind === 'progress') onProgress(query, event.progress);
    else if (event.kind === 'idle') onIdle(query);
    else {
      if (event.exception !== undefined) throw queryFailure(query, event);
      if (!isBounded) throw stoppedElsewhere(query);
      active.delete(runId);
      if (active.size === 0) return;
    }
  }
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
    for (const query of queries) running.push(await start(session, query));
    const isBounded = queries.every(({ trigger }) => trigger.kind === 'available-now');
    await Promise.race([follow(events, running, watch, isBounded), keepAlive(session, until)]);
  } finally {
    ending.abort();
    await Promise.all(running.map(stop));
  }
};
