import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatorDefaults } from '../sources/generator/options.ts';
import type { StreamResult } from '../stream/runtime.ts';
import { openSource } from './open-source.ts';
import { produce } from './produce/produce.ts';
import { streamFrom } from './stream.ts';
import type { StreamHost, StreamSettings } from './stream-options.ts';

const partitions = 2;
/** A few, so that the count of rejected events moves too. */
const malformed = 0.002;

const nothing: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
};

/**
 * Generator, embedded log and stream in one process, in a temporary folder that goes with it.
 * @throws TonearmError
 */
export const runLive = async (
  settings: StreamSettings,
  { rate, seed }: { readonly rate: number; readonly seed: number },
  host: StreamHost,
  pause: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<StreamResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'tonearm-live-'));
  const to = { kind: 'log', folder: join(folder, 'log') } as const;
  const over = new AbortController();
  const signal = AbortSignal.any([host.signal, over.signal]);
  const { late, duplicates, disorder } = generatorDefaults;
  const producing = produce(
    {
      to,
      kafka: undefined,
      feed: {
        kind: 'live',
        rate,
        events: undefined,
        generator: { seed, late, duplicates, disorder, malformed },
      },
      partitions,
      createTopic: true,
      codec: 'none',
      truthPath: undefined,
    },
    {
      stdin: nothing,
      now: host.clock.nowUs,
      clock: host.clock.elapsedMs,
      pause: (ms) => pause(ms, signal),
      newId: host.newId,
      signal,
      onProgress: () => undefined,
      onNotice: host.onNotice,
    },
  );
  try {
    // The log is there once the producer has opened it.
    for (;;) {
      const source = await openSource({ from: to, kafka: undefined }).catch(() => undefined);
      if (source === undefined) {
        await Promise.race([pause(10, signal), producing]);
        continue;
      }
      const streaming = streamFrom(
        source,
        { ...settings, from: to, stateFolder: join(folder, 'state') },
        host,
      );
      const failing = producing.then(() => streaming);
      return await Promise.race([streaming, failing]);
    }
  } finally {
    over.abort();
    await producing.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
};
