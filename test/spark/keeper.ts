// Vitest's global setup: keeps the run's one Spark server, started when the first test asks.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { missingTools } from '../../scripts/jvm/tools.ts';
import { sparkJars } from '../../scripts/spark/jar-set.ts';
import type { Answer } from './answer.ts';
import { launchSpark } from './own-server.ts';

interface Kept {
  readonly answer: Answer;
  readonly remove: () => Promise<void>;
}

const nothing = async (): Promise<void> => {};

const startKept = async (): Promise<Kept> => {
  const missing = missingTools(sparkJars, process.env);
  if (missing !== undefined) return { answer: { missing }, remove: nothing };
  try {
    const { remote, remove } = await launchSpark();
    return { answer: { remote }, remove };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { answer: { failure }, remove: nothing };
  }
};

/** Takes a millisecond where no test asks. @returns the teardown */
export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  let kept: Promise<Kept> | undefined;
  const keeper = createServer((socket) => {
    socket.on('error', () => {});
    kept ??= startKept();
    void kept.then(({ answer }) => socket.end(`${JSON.stringify(answer)}\n`));
  }).listen(0, '127.0.0.1');
  await once(keeper, 'listening');
  provide('sparkKeeper', (keeper.address() as AddressInfo).port);
  return async () => {
    keeper.close();
    await (await kept)?.remove();
  };
};
