import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serverProcess, type ServerProcess } from '../jvm/server-process.ts';
import { sparkArguments, type SparkSettings } from './arguments.ts';

export interface SparkServerOptions extends SparkSettings {
  readonly jars: string;
  /** Log, scratch space and warehouse; made where it is not there. */
  readonly folder: string;
}

/** One Connect server process at a time. */
export interface SparkServer extends ServerProcess {
  /** What clients connect to, `sc://host:port`. */
  readonly remote: string;
  readonly log: string;
}

const log4j = `rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1}: %m%n%ex
`;

/** Two servers may share a folder as long as their ports differ. */
export const prepareSpark = async (options: SparkServerOptions): Promise<SparkServer> => {
  const { host, port, jars } = options;
  const folder = resolve(options.folder);
  const scratch = join(folder, `scratch-${port}`);
  const log = join(folder, `spark-${port}.log`);
  const settings = join(folder, 'log4j2.properties');
  await mkdir(folder, { recursive: true });
  await writeFile(settings, log4j);
  const removeScratch = (): Promise<void> => rm(scratch, { recursive: true, force: true });
  const server = serverProcess({
    title: 'Spark',
    host,
    port,
    args: sparkArguments(options, {
      jars,
      scratch,
      warehouse: join(folder, 'warehouse'),
      log4j: settings,
    }),
    log,
    // Left there by one that was killed.
    prepare: removeScratch,
    // Otherwise Spark looks the host's name up, and takes scratch folders of other installations.
    environment: { ...process.env, SPARK_LOCAL_IP: host, SPARK_LOCAL_DIRS: scratch },
  });
  return {
    ...server,
    remote: `sc://${host}:${port}`,
    log,
    stop: async () => {
      await server.stop();
      await removeScratch();
    },
  };
};
