import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { serverProcess, type ServerProcess } from '../jvm/server-process.ts';
import { serverProperties, type ServerAddress } from './server-properties.ts';

export interface BrokerOptions extends ServerAddress {
  readonly jars: string;
  /** Settings, log and records; made where it is not there, used again where it is. */
  readonly folder: string;
  readonly heapMb: number;
  /** More of `server.properties`. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** One broker process at a time over one folder. */
export interface Broker extends ServerProcess {
  /** What clients connect to, `host:port`. */
  readonly bootstrap: string;
}

/** Formats the folder where that is not done yet. */
export const prepareBroker = async (options: BrokerOptions): Promise<Broker> => {
  const { host, port, jars, heapMb, overrides = {} } = options;
  const folder = resolve(options.folder);
  const data = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  const classes = ['-cp', join(jars, '*')];
  await mkdir(data, { recursive: true });
  await writeFile(settings, serverProperties(options, data, overrides));
  if (!existsSync(join(data, 'meta.properties'))) {
    const cluster = randomBytes(16).toString('base64url');
    await promisify(execFile)('java', [
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...classes],
      ...['kafka.tools.StorageTool', 'format', '-t', cluster, '-c', settings],
    ]);
  }
  const server = serverProcess({
    title: 'the broker',
    host,
    port,
    args: [
      ...[`-Xms${heapMb}m`, `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...[...classes, 'kafka.Kafka', settings],
    ],
    log: join(folder, 'broker.log'),
  });
  return { ...server, bootstrap: `${host}:${port}` };
};
