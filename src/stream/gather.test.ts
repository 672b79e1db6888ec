import { expect, test } from 'vitest';
import { wire } from '../event/event.cases.ts';
import { createLineIntake } from '../intake/line-intake.ts';
import type { RecordChunk, RecordReader } from '../sources/record-source.ts';
import { gather } from './gather.ts';
import { liveFrom } from './live.ts';
import type { StreamOptions } from './stream-options.ts';

const chunk = (next: number): RecordChunk => ({
  partition: 0,
  bytes: Buffer.from(`${JSON.stringify(wire({ event_id: `e${next}` }))}\n`),
  offsetOf: () => next - 1,
  refused: [],
  originals: new Map(),
  next,
});

test('the first batch with records does not wait for more, those after it gather for a trigger', async () => {
  let elapsedMs = 0;
  let next = 0;
  let looks = 0;
  const intake = createLineIntake({ groups: [] });
  const options = {
    rules: { frames: [], delayUs: 0, maxFutureUs: undefined },
    state: { intake: () => intake },
    source: { name: 'memory' },
    clock: { nowUs: () => 0, elapsedMs: () => elapsedMs },
    triggerMs: 500,
    batchBytes: 1 << 20,
    signal: new AbortController().signal,
  } as unknown as StreamOptions;
  /** Two looks without anything, then a record with each. */
  const reader: RecordReader = {
    next: async () => {
      elapsedMs += 100;
      looks += 1;
      if (looks <= 2) return { chunks: [], ends: new Map() };
      next += 1;
      return { chunks: [chunk(next)], ends: new Map([[0, next]]) };
    },
    wake: () => {},
    close: async () => {},
  };
  const live = liveFrom(undefined, new Map([[0, 0]]), 0);
  const rows = async (): Promise<number> =>
    (await gather(options, reader, live, [], () => false)).rows;
  expect([await rows(), elapsedMs]).toEqual([1, 300]);
  expect([await rows(), elapsedMs]).toEqual([5, 800]);
  expect([await rows(), elapsedMs]).toEqual([5, 1300]);
});
