import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect } from 'vitest';
import { enqueue, newArrivals, takeSlice } from './arrivals.ts';

const span = 1_000_000;

test.prop([
  fc.array(fc.integer({ min: 0, max: span - 1 }), { maxLength: 300 }),
  fc.integer({ min: 1, max: 100_000 }),
])('arrivals come out sorted, equal ones in the order they went in', (times, events) => {
  const queue = newArrivals(0, span / 2, span / 2, events);
  for (const [i, time] of times.entries()) queue.pool.sequence[enqueue(queue, time)] = i;
  const out: number[] = [];
  for (let slice = 0; slice < queue.heads.length; slice++) {
    const count = takeSlice(queue, slice);
    for (let i = 0; i < count; i++) out.push(queue.pool.sequence[queue.order[i]!]!);
  }
  const sorted = [...times.keys()].sort((a, b) => times[a]! - times[b]! || a - b);
  expect(out).toEqual(sorted);
});

test('places are used again, so that memory is that of the events on their way', () => {
  const queue = newArrivals(0, 40_960_000, 0, 4_096_000);
  for (let slice = 0; slice < 1000; slice++) {
    for (let i = 0; i < 100; i++) enqueue(queue, slice * queue.width + i);
    expect(takeSlice(queue, slice)).toBe(100);
  }
  expect(queue.used).toBe(100);
});

test('the pool grows and keeps what it holds', () => {
  const queue = newArrivals(0, 100, 0, 1);
  for (let i = 0; i < 40_000; i++) queue.pool.sequence[enqueue(queue, i % 100)] = i;
  expect(takeSlice(queue, 0)).toBe(40_000);
  expect(queue.pool.sequence[queue.order[39_999]!]).toBe(39_999);
});
