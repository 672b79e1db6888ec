import { once } from 'node:events';
import type { ServerProcess } from './server-process.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const signalled = (): Promise<unknown> =>
  Promise.race(signals.map((signal) => once(process, signal)));

/** Keeps a server until a signal comes; a second one kills it. */
export const runUntilStopped = async (
  server: ServerProcess,
  ready: string,
  say: (text: string) => void,
): Promise<void> => {
  const first = signalled();
  const starting = server.start().then(() => say(`ready at ${ready}; Ctrl-C stops it`));
  await Promise.race([starting.then(() => first), first]);
  const second = signalled();
  say('stopping');
  await Promise.race([server.stop(), second.then(() => server.kill())]);
};

/** Runs a script to its end, with what went wrong in one line or a few. */
export const runScript = (run: () => Promise<void>, say: (text: string) => void): void => {
  run().then(
    () => process.exit(0),
    (error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
};
