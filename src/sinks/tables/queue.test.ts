import { expect, it } from 'vitest';
import { createQueue } from './queue.ts';

it('begins an action when the one before has ended', async () => {
  const queue = createQueue();
  const seen: string[] = [];
  for (const name of ['a', 'b']) {
    queue.add(async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
    });
  }
  await queue.ended();
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('begins nothing behind an action that fails, and tells its error to who waits', async () => {
  const queue = createQueue();
  const seen: string[] = [];
  const failure = new Error('no room');
  queue.add(() => Promise.reject(failure));
  queue.add(async () => void seen.push('never'));
  await expect(queue.ended()).rejects.toBe(failure);
  expect(seen).toEqual([]);
});
