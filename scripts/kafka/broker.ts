import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
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
export interface Broker {
  /** What clients connect to, `host:port`. */
  readonly bootstrap: string;
  /** Resolves when clients are served. */
  start(): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
}

const readyWithinMs = 60_000;

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect({ host, port });
    const end = (answer: boolean): void => {
      socket.destroy();
      settle(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

const isRunning = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null;

/** Formats the folder where that is not done yet. */
export const prepareBroker = async (options: BrokerOptions): Promise<Broker> => {
  const { host, port, jars, heapMb, overrides = {} } = options;
  const folder = resolve(options.folder);
  const data = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  const log = join(folder, 'broker.log');
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

  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || !isRunning(child)) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  process.once('exit', () => child?.kill('SIGKILL'));

  const start = async (): Promise<void> => {
    if (await accepts(host, port)) throw new Error(`${host}:${port} is in use`);
    const output = await open(log, 'a');
    const broker = spawn(
      'java',
      [
        ...[`-Xms${heapMb}m`, `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
        ...[...classes, 'kafka.Kafka', settings],
      ],
      // A group of its own: a SIGINT of the terminal reaches whoever started it, who then stops it.
      { stdio: ['ignore', output.fd, output.fd], detached: true },
    );
    child = broker;
    await output.close();
    const giveUpAt = performance.now() + readyWithinMs;
    while (!(await accepts(host, port))) {
      if (!isRunning(broker) || performance.now() > giveUpAt) {
        await end('SIGKILL');
        const tail = (await readFile(log, 'utf8')).split('\n').slice(-20).join('\n');
        throw new Error(`the broker does not start; the end of ${log}:\n${tail}`);
      }
      await delay(50);
    }
  };

  return {
    bootstrap: `${host}:${port}`,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
};
