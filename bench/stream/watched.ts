import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { cpuSecondsOf, memoryOf, type Memory } from '../proc.ts';
import type { Command } from '../process.ts';

/** A process that is looked at while it runs, by way of /proc. */
export interface Watched {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** User and system time so far. */
  cpuSeconds(): number;
  /** Undefined when it has ended. */
  memory(): Memory | undefined;
  isRunning(): boolean;
  /** Exit code; where a signal ended it, -1. */
  readonly ended: Promise<number>;
  /** SIGINT, and waits for the end. */
  stop(): Promise<void>;
}

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
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    memory: () => (isRunning() ? memoryOf(child.pid ?? 0) : undefined),
    async stop() {
      if (isRunning()) child.kill('SIGINT');
      await ended;
    },
  };
};
