import { resultSettings } from '../result-settings.ts';

/**
 * What results must not depend on, whatever the server is set to, and how input is read: a stage whose
 * method Java would not compile (from 8,000 bytes on) is run without one, packing what is kept costs
 * as much as reading it, and a kept table with a `WITH` is found again in a query that has one of its
 * own only where neither is numbered, which the old way of replacing them does not.
 */
export const fixedSettings = {
  ...resultSettings,
  'spark.sql.autoBroadcastJoinThreshold': '64MB',
  'spark.sql.parquet.outputTimestampType': 'TIMESTAMP_MICROS',
  'spark.sql.codegen.wholeStage': 'true',
  'spark.sql.codegen.hugeMethodLimit': '8000',
  'spark.sql.legacy.ctePrecedencePolicy': 'LEGACY',
  'spark.sql.inMemoryColumnarStorage.compressed': 'false',
} as const;

/** Fewer events are computed before code for them would be compiled. */
export const compiledFrom = 200_000;

/** Number of events from which cubes save more than it costs Spark to estimate their sizes. */
export const cubesPayFrom = 5_000_000;

/** From here on it pays to plan each stage anew from the sizes of those before. */
const adaptiveFrom = 20_000_000;

const rowsPerPartition = 250_000;

/**
 * How Spark runs queries over so many events. Planning, compiling and scheduling cost seconds of
 * CPU for each query however small it is: docs/decisions/0015-spark-batch.md has the figures.
 */
export const tuningFor = (
  events: number,
  shufflePartitions: number,
): Readonly<Record<string, string>> => {
  const isAdaptive = events >= adaptiveFrom;
  const partitions = Math.max(1, Math.ceil(events / rowsPerPartition));
  return {
    'spark.sql.adaptive.enabled': String(isAdaptive),
    'spark.sql.codegen.wholeStage': String(events >= compiledFrom),
    'spark.sql.codegen.factoryMode': events >= compiledFrom ? 'FALLBACK' : 'NO_CODEGEN',
    'spark.sql.shuffle.partitions': String(
      isAdaptive ? shufflePartitions : Math.min(shufflePartitions, partitions),
    ),
  };
};
