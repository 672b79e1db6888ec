import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectHost } from '../../src/engines/spark/connect/host.ts';

/** The world as it is, for clients in tests. */
export const connectHost: ConnectHost = {
  clock: () => performance.now(),
  random: Math.random,
  newId: () => crypto.randomUUID(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
