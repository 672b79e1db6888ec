import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectHost } from '../../engines/spark/connect/host.ts';

/** The world as it is. */
export const connectHost: ConnectHost = {
  clock: () => performance.now(),
  random: Math.random,
  newId: () => crypto.randomUUID(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
