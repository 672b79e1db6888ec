import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { ReadResult, RecordSource } from '../../src/sources/record-source.ts';
import { arbitraryLog } from './log-arbitrary.ts';
import { linesOf } from './lines-of.ts';
import { recordsOf, recordText } from './log.ts';
import { createMemoryLog, type MemoryLog } from './memory-source.ts';

const logs = arbitraryLog(600_000_000);
const seeds = fc.nat();
// Shrinking a long log takes long: what is found by then is told.
const runs = { numRuns: 50, interruptAfterTimeLimit: 20_000 };

/** What is read from the stored offsets up to the ends that the source tells now. */
const readOn = async (
  source: RecordSource,
  next: Map<number, number>,
  looks: number,
): Promise<readonly ReadResult[]> => {
  const bounds = await source.bounds();
  const until = new Map(bounds.map(({ partition, end }) => [partition, end]));
  const reader = source.read({ from: next, until, onNotice: () => undefined });
  const results: ReadResult[] = [];
  for (let look = 0; look < looks; look += 1) {
    if (bounds.every(({ partition, first, end }) => (next.get(partition) ?? first) >= end)) break;
    const result = await reader.next({ maxBytes: 100_000, waitMs: 0 });
    results.push(result);
    for (const chunk of result.chunks) next.set(chunk.partition, chunk.next);
  }
  await reader.close();
  return results;
};

const readAll = async (log: MemoryLog, seed: number): Promise<readonly ReadResult[]> =>
  readOn(log.open(seed), new Map(), Infinity);

describe('a log in memory', () => {
  property.prop([logs, seeds], runs)('is read whole, in order', async (log, seed) => {
    const results = await readAll(createMemoryLog(log), seed);
    const records = results.flatMap(({ chunks }) => chunks.flatMap(linesOf));
    for (const { partition, records: expected } of log) {
      const actual = records.filter((record) => record.partition === partition);
      expect(actual.map(recordText)).toEqual(expected.map(recordText));
    }
  });

  property.prop([logs, seeds, fc.array(fc.nat(4), { maxLength: 10 })], runs)(
    'gives the same records when it grows, and is opened again and again',
    async (log, seed, looks) => {
      const growing = createMemoryLog(log, { growing: true });
      const next = new Map<number, number>();
      const results: ReadResult[] = [];
      for (const [index, count] of looks.entries()) {
        results.push(...(await readOn(growing.open(seed + index), next, count)));
      }
      growing.showAll();
      results.push(...(await readOn(growing.open(seed), next, Infinity)));
      const texts = results
        .flatMap(({ chunks }) => chunks.flatMap(linesOf))
        .map(recordText)
        .toSorted();
      expect(texts).toEqual(recordsOf(log).map(recordText).toSorted());
      expect(results.at(-1)?.ends ?? new Map()).toEqual(
        new Map(results.length === 0 ? [] : log.map(({ partition, end }) => [partition, end])),
      );
    },
  );

  property.prop([logs, seeds], runs)('reads alike with the same seed', async (log, seed) => {
    const shapeOf = (results: readonly ReadResult[]) =>
      results.map(({ chunks }) => chunks.map(({ partition, next }) => [partition, next]));
    expect(shapeOf(await readAll(createMemoryLog(log), seed))).toEqual(
      shapeOf(await readAll(createMemoryLog(log), seed)),
    );
  });

  test('refuses an offset that it does not have', async () => {
    const log = createMemoryLog([{ partition: 0, first: 5, end: 9, records: [] }]);
    const read = (offset: number) =>
      log.open(0).read({ from: new Map([[0, offset]]), onNotice: () => undefined });
    expect(() => read(4)).toThrow(expect.objectContaining({ code: 'LOG_TRUNCATED' }));
    expect(() => read(10)).toThrow(expect.objectContaining({ code: 'LOG_TRUNCATED' }));
    expect(() => read(9)).not.toThrow();
  });
});
