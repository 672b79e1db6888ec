import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../scripts/jvm/free-port.ts';
import { fetchJars } from '../../scripts/jvm/jars.ts';
import { javaVersion, missingTools } from '../../scripts/jvm/tools.ts';
import { sparkJars } from '../../scripts/spark/jar-set.ts';
import { prepareSpark } from '../../scripts/spark/server.ts';
import { cpuSecondsOf, memoryOf } from '../proc.ts';
import { measureProcess, type Command, type Usage } from '../process.ts';
import { say } from '../stream/bench.ts';

/** As a person starts it by `npm run spark`, with nothing run yet. */
export interface BenchServer {
  readonly remote: string;
  /** What the start cost. */
  readonly start: { readonly wallSeconds: number; readonly cpuSeconds: number };
  readonly cpuSeconds: () => number;
}

/** A process with what it made the server do. */
export interface ServerUsage extends Usage {
  readonly serverCpuSeconds: number;
  readonly serverPeakBytes: number | undefined;
}

const host = '127.0.0.1';

/** The jars of the server, fetched where they are not there. @throws Error without Java or Maven */
export const serverJars = async (): Promise<string> => {
  const missing = missingTools(sparkJars, process.env);
  if (missing !== undefined) throw new Error(missing);
  return fetchJars(sparkJars, process.env, say);
};

/** Does something with a new server, which is gone afterwards. */
export const withServer = async <T>(
  { folder, cores = 2, heapMb }: { folder: string; cores?: number; heapMb: number },
  work: (server: BenchServer, run: (command: Command) => Promise<ServerUsage>) => Promise<T>,
): Promise<T> => {
  const jars = await serverJars();
  const [port = 0] = await freePorts(host, 1);
  const own = mkdtempSync(join(folder, 'spark-'));
  const java = { jars, folder: own, javaVersion: javaVersion() ?? 17 };
  const server = await prepareSpark({ ...java, host, port, cores, heapMb, shufflePartitions: 4 });
  const cpuSeconds = (): number => cpuSecondsOf(server.pid() ?? 0);
  const run = async (command: Command): Promise<ServerUsage> => {
    const before = cpuSeconds();
    const usage = await measureProcess(command);
    const serverCpuSeconds = cpuSeconds() - before;
    const { wallSeconds, otherCores } = usage;
    return {
      ...usage,
      serverCpuSeconds,
      serverPeakBytes: memoryOf(server.pid() ?? 0)?.peakBytes,
      otherCores:
        otherCores === undefined
          ? undefined
          : Math.max(0, otherCores - serverCpuSeconds / wallSeconds),
    };
  };
  try {
    const beganMs = performance.now();
    await server.start();
    const wallSeconds = (performance.now() - beganMs) / 1_000;
    const start = { wallSeconds, cpuSeconds: cpuSeconds() };
    return await work({ remote: server.remote, start, cpuSeconds }, run);
  } finally {
    await server.kill();
    rmSync(own, { recursive: true, force: true });
  }
};
