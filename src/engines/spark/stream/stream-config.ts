import { resultSettings } from '../result-settings.ts';

/**
 * Settings of the session before streaming queries are started in it, whatever the server is set to:
 * what results must not depend on, and what saves work (docs/decisions/0016-spark-streams.md has the
 * figures).
 */
export const streamConfig = {
  ...resultSettings,
  // Java never compiles a method of more bytes: such stages run without code of their own.
  'spark.sql.codegen.hugeMethodLimit': '8000',
  // Groups with lists are hashed up to so many per task, then sorted; Spark's 128 are none at all.
  'spark.sql.objectHashAggregate.sortBased.fallbackThreshold': '100000',
} as const;
