import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../scripts/jvm/free-port.ts';
import { fetchJars } from '../../scripts/jvm/jars.ts';
import { missingTools } from '../../scripts/jvm/tools.ts';
import { prepareBroker, type Broker } from '../../scripts/kafka/broker.ts';
import { kafkaJars } from '../../scripts/kafka/jar-set.ts';
import type { ServerAddress } from '../../scripts/kafka/server-properties.ts';

/** A broker of its own on a free port, or why this machine cannot have one. */
export type TestBroker =
  | (Broker & { readonly remove: () => Promise<void>; readonly reason?: undefined })
  | { readonly reason: string; readonly remove: () => Promise<void> };

/** More of `server.properties`, perhaps by where the broker will be. */
type Overrides =
  | Readonly<Record<string, string>>
  | ((address: ServerAddress) => Readonly<Record<string, string>>);

/**
 * Starts a broker in a temporary folder (about 4 s, the first time on a machine 15 s). Where tools
 * are missing the reason is given; with `CI=true` that is an error. `remove` ends it and leaves
 * nothing behind.
 */
export const startTestBroker = async (given: Overrides = {}): Promise<TestBroker> => {
  const missing = missingTools(kafkaJars, process.env);
  if (missing !== undefined) {
    const reason = `nothing is known of real Kafka: ${missing}`;
    if (process.env['CI'] === 'true') throw new Error(reason);
    console.warn(`SKIPPED: ${reason}`);
    return { reason, remove: async () => {} };
  }
  const host = '127.0.0.1';
  const jars = await fetchJars(kafkaJars, process.env, console.warn);
  const [port = 0, controllerPort = 0] = await freePorts(host, 2);
  const folder = await mkdtemp(join(tmpdir(), 'tonearm-kafka-'));
  const address = { host, port, controllerPort };
  const overrides = typeof given === 'function' ? given(address) : given;
  const broker = await prepareBroker({ ...address, jars, folder, heapMb: 256, overrides });
  await broker.start();
  return {
    ...broker,
    remove: async () => {
      await broker.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
