import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pythonOf, peerFile, sparkSubmit } from '../peers.ts';
import type { Command } from '../process.ts';
import type { SparkBenchOptions } from './options.ts';
import { serverJars } from './server.ts';

type Options = Pick<SparkBenchOptions, 'work' | 'heapMb'>;

/** The report as a program of its own. */
export const reportProgram = ({ work, heapMb }: Options, input: string, out: string): Command =>
  sparkSubmit(work, { heapMb }, [peerFile('pyspark', 'report.py'), input, out]);

/** The same program, on a server. */
export const reportOverConnect = (
  { work }: Options,
  remote: string,
  input: string,
  out: string,
): Command => ({
  program: 'env',
  args: [
    `SPARK_REMOTE=${remote}`,
    ...[pythonOf(work), peerFile('pyspark', 'report.py'), input, out],
  ],
});

const connector = /^(?:spark-(?:sql|token-provider)-kafka-0-10_|kafka-clients-|commons-pool2-)/;

/** Five streaming queries, so many times in one JVM. */
export const streamProgram = async (
  { work, heapMb }: Options,
  args: readonly string[],
): Promise<Command> => {
  const folder = await serverJars();
  const jars = readdirSync(folder)
    .filter((name) => connector.test(name))
    .map((name) => join(folder, name));
  return sparkSubmit(work, { heapMb, jars }, [peerFile('pyspark', 'stream.py'), ...args]);
};
