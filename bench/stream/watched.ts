import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Command } from '../process.ts';

const ticksPerSecond = 100;

/** A process that is looked at while it runs, by way of /proc. */
export interface Watched {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** User and system time so far. */
  cpuSeconds(): number;
  /** Undefined when it has ended. */
  memory(): { readonly residentBytes: number; readonly peakBytes: number } | undefined;
  isRunning(): boolean;
  /** Exit code; where a signal ended it, -1. */
  readonly ended: Promise<number>;
  /** SIGINT, and waits for the end. */
  stop(): Promise<void>;
}

const kilobytesIn = (status: string, name: string): number | undefined => {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status);
  return found === null ? undefined : Number(found[1]) * 1_024;
};

/** Starts a process; its stdout has to be read, its stderr is this process's. */
export const startWatched = ({ program, args }: Command): Watched => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', onExit);
      resolve(code ?? -1);
    });
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    child,
    ended,
    isRunning,
    cpuSeconds() {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
      // The name before the closing parenthesis may hold blanks.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    memory() {
      if (!isRunning()) return undefined;
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const residentBytes = kilobytesIn(status, 'VmRSS');
      const peakBytes = kilobytesIn(status, 'VmHWM');
      // A process that is about to end has none.
      return residentBytes === undefined || peakBytes === undefined
        ? undefined
        : { residentBytes, peakBytes };
    },
    async stop() {
      if (isRunning()) child.kill('SIGINT');
      await ended;
    },
  };
};
