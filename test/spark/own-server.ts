import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../scripts/jvm/free-port.ts';
import { fetchJars } from '../../scripts/jvm/jars.ts';
import { javaVersion, missingTools } from '../../scripts/jvm/tools.ts';
import { sparkJars } from '../../scripts/spark/jar-set.ts';
import { prepareSpark, type SparkServer } from '../../scripts/spark/server.ts';

/** Why this machine cannot have a server. */
export interface NoSpark {
  readonly reason: string;
}

export type OwnSpark =
  | (SparkServer & { readonly remove: () => Promise<void>; readonly reason?: undefined })
  | (NoSpark & { readonly remove: () => Promise<void> });

/** Says that tests are skipped; with `CI=true` that is an error. */
export const skipped = (missing: string): NoSpark => {
  const reason = `nothing is known of real Spark: ${missing}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(`SKIPPED: ${reason}`);
  return { reason };
};

/** On a free port, in a temporary folder. */
export const launchSpark = async (
  overrides: Readonly<Record<string, string>> = {},
): Promise<Exclude<OwnSpark, NoSpark>> => {
  const host = '127.0.0.1';
  const jars = await fetchJars(sparkJars, process.env, console.warn);
  const [port = 0] = await freePorts(host, 1);
  const folder = await mkdtemp(join(tmpdir(), 'tonearm-spark-'));
  const settings = { host, port, cores: 2, heapMb: 8_192, shufflePartitions: 2, quick: true };
  const java = { javaVersion: javaVersion() ?? 17, jars, folder, overrides };
  const server = await prepareSpark({ ...settings, ...java });
  const remove = async (): Promise<void> => {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await remove();
    throw error;
  }
  return { ...server, remove };
};

/**
 * Starts a server for a test that kills, stops or starts it again (about 6 s a start), with more
 * `spark.…` settings. Where tools are missing the reason is given; with `CI=true` that is an error.
 * `remove` ends it and leaves nothing behind. All other tests share one: `startTestSpark`.
 */
export const startOwnSpark = async (
  overrides: Readonly<Record<string, string>> = {},
): Promise<OwnSpark> => {
  const missing = missingTools(sparkJars, process.env);
  return missing === undefined
    ? launchSpark(overrides)
    : { ...skipped(missing), remove: async () => {} };
};
