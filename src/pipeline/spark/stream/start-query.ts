import { TonearmError } from '../../../error.ts';
import type { Session } from '../../../engines/spark/connect/session.ts';
import type { StreamingQuery } from '../../../engines/spark/connect/streaming.ts';
import type { StreamQuery } from './stream-query.ts';

export interface Running {
  readonly query: StreamQuery;
  readonly handle: StreamingQuery;
}

/** Operators that are stopped finish the batch they are at. */
const stopTimeoutMs = 30_000;

const hintFor = ({ checkpoint }: StreamQuery, { message, hint }: TonearmError): string =>
  /data source[^.]*kafka/i.test(message)
    ? "the server needs Spark's Kafka connector: spark-sql-kafka-0-10 among its jars"
    : (hint ?? `see that the cluster can write to ${checkpoint}`);

/** Makes the views of a query and starts it. @throws TonearmError SPARK_FAILED with `phase: 'start'` */
export const startQuery = async (session: Session, query: StreamQuery): Promise<Running> => {
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
    const message = `the query of ${name} does not start: ${error.message}`;
    throw new TonearmError('SPARK_FAILED', message, {
      facts: { ...error.facts, query: name, checkpoint, phase: 'start' },
      cause: error,
      hint: hintFor(query, error),
    });
  }
};

/** Stops a query; true where it did, or the server is gone with it. */
export const stopQuery = ({ handle }: Running): Promise<boolean> => {
  const late = AbortSignal.timeout(stopTimeoutMs);
  return Promise.race([
    handle.stop().then(
      () => true,
      (error: unknown) => error instanceof TonearmError && error.code !== 'SPARK_FAILED',
    ),
    new Promise<boolean>((resolve) => {
      late.addEventListener('abort', () => resolve(false));
    }),
  ]);
};
