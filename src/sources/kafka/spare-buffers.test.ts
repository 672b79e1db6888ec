import { expect, it } from 'vitest';
import { createSpareBuffers } from './spare-buffers.ts';

const large = 100_000;

it('a buffer that was given back is taken again, also for another size that fits', () => {
  const spare = createSpareBuffers(1 << 20);
  const first = spare.take(large);
  expect(first.length).toBe(large);
  const second = spare.take(large);
  expect(second.buffer).not.toBe(first.buffer);
  spare.giveBack(first);
  const again = spare.take(large + 20_000);
  expect(again.buffer).toBe(first.buffer);
  expect(again.length).toBe(large + 20_000);
  expect(spare.take(large).buffer).not.toBe(first.buffer);
});

it('small ones and parts of others are not kept', () => {
  const spare = createSpareBuffers(1 << 20);
  const small = spare.take(60_000);
  spare.giveBack(small);
  expect(spare.take(60_000).buffer).not.toBe(small.buffer);
  const whole = spare.take(large);
  spare.giveBack(whole.subarray(10));
  expect(spare.take(large).buffer).not.toBe(whole.buffer);
});

it('only so many bytes are kept', () => {
  const spare = createSpareBuffers(1 << 18);
  const taken = [1, 2, 3].map(() => spare.take(large));
  for (const buffer of taken) spare.giveBack(buffer);
  const again = [1, 2, 3].map(() => spare.take(large).buffer);
  expect(again.filter((buffer) => taken.some((one) => one.buffer === buffer)).length).toBe(2);
});
