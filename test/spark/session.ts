import type { Session } from '../../src/engines/spark/connect/session.ts';
import { openSparkSession } from '../../src/pipeline/spark/open-session.ts';
import { startTestSpark } from './server.ts';

/** A session of its own on the run's server. */
export const openTestSession = async (): Promise<Session> => {
  const spark = await startTestSpark();
  if (spark.reason !== undefined) throw new Error(spark.reason);
  return openSparkSession(spark.remote, {
    signal: new AbortController().signal,
    onWarning: () => {},
  });
};
