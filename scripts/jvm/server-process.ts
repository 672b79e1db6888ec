import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerOptions {
  /** As errors call it. */
  readonly title: string;
  /** Where clients are served. */
  readonly host: string;
  readonly port: number;
  /** Of `java`. */
  readonly args: readonly string[];
  /** Takes what the server prints, appended. */
  readonly log: string;
  /** Before each start, when it is known that nobody serves the port. */
  readonly prepare?: () => Promise<void>;
  readonly environment?: NodeJS.ProcessEnv;
}

/** One Java process at a time that serves a port. */
export interface ServerProcess {
  /** Resolves when the port takes connections. @throws Error with the end of the log */
  readonly start: () => Promise<void>;
  /** SIGTERM, and waits for the end; SIGKILL where that takes too long. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, and waits for the end. */
  readonly kill: () => Promise<void>;
  /** Undefined while none runs. */
  readonly pid: () => number | undefined;
}

const readyWithinMs = 120_000;
const stopWithinMs = 30_000;

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
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** The last lines without the stacks, which would hide the messages. */
const endOf = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\s+(?:at |\.\.\. )/.test(line))
    .slice(-20)
    .join('\n');

/** The process ends with this one, unless this one is killed outright. */
export const serverProcess = (options: ServerOptions): ServerProcess => {
  const { title, host, port, args, log, prepare, environment } = options;
  let child: ChildProcess | undefined;
  process.once('exit', () => child?.kill('SIGKILL'));

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const own = child;
    if (own === undefined || !isRunning(own)) return;
    const ended = once(own, 'exit');
    own.kill(signal);
    const timer = setTimeout(() => own.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(timer);
  };

  const start = async (): Promise<void> => {
    if (await accepts(host, port)) throw new Error(`${host}:${port} is in use`);
    await prepare?.();
    const output = await open(log, 'a');
    const { size: before } = await output.stat();
    // A group of its own: a SIGINT of the terminal reaches whoever started it, who then stops it.
    const server = spawn('java', args, {
      stdio: ['ignore', output.fd, output.fd],
      detached: true,
      env: environment,
    });
    server.once('error', () => {});
    child = server;
    await output.close();
    const giveUpAt = performance.now() + readyWithinMs;
    while (!(await accepts(host, port))) {
      if (!isRunning(server) || performance.now() > giveUpAt) {
        await end('SIGKILL');
        const said = (await readFile(log)).subarray(before).toString('utf8');
        throw new Error(`${title} does not start; the end of ${log}:\n${endOf(said)}`);
      }
      await delay(50);
    }
  };

  return {
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pid: () => (child !== undefined && isRunning(child) ? child.pid : undefined),
  };
};
