import { setImmediate as afterImmediates } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pullAhead } from './pull-ahead.ts';

test('makes the next batch after the current one was handed out, whether asked at once or later', async () => {
  const made: number[] = [];
  function* batches() {
    for (const n of [1, 2, 3, 4]) {
      made.push(n);
      yield n;
    }
  }
  const next = pullAhead(batches());
  expect([next().value, made.length]).toEqual([1, 1]);
  await afterImmediates();
  expect(made.length).toBe(2);
  expect([next().value, made.length]).toEqual([2, 2]);
  expect([next().value, made.length]).toEqual([3, 3]);
  await afterImmediates();
  expect([next().value, made.length]).toEqual([4, 4]);
  await afterImmediates();
  expect(next().done).toBe(true);
});

test('an error comes after the batches before it', async () => {
  function* batches() {
    yield 1;
    throw new Error('broken');
  }
  const next = pullAhead(batches());
  expect(next().value).toBe(1);
  await afterImmediates();
  expect(next).toThrow('broken');
});
