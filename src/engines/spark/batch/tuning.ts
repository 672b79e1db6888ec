import { resultSettings } from '../result-settings.ts';

/**
 * What results must not depend on, whatever the server is set to, and how input is read: the rules of
 * an event make one method that Java does not compile where a stage is one, and packing what is kept
 * costs as much as reading it.
 */
export const fixedSettings = {
  ...resultSettings,
  'spark.sql.autoBroadcastJoinThreshold': '64MB',
  'spark.sql.parquet.outputTimestampType': 'TIMESTAMP_MICROS',
  'spark.sql.codegen.wholeStage': 'false',
  'spark.sql.inMemoryColumnarStorage.compressed': 'false',
} as const;

/** Fewer events are computed before code for them would be compiled. */
const compiledFrom = 200_000;

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
