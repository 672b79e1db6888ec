import { expect, test } from 'vitest';
import { localWidth, sharedWidth } from './time-width.ts';

const minute = 60_000_000;
const zone = (...offsets: readonly number[]) => ({
  timeZone: 'test',
  starts: offsets.map((_, index) => index * 24 * 60 * minute),
  offsets: offsets.map((minutes) => minutes * minute),
});

test.each([
  ['whole hours', zone(0, 60), 60],
  ['half hours', zone(330), 30],
  ['quarters', zone(345), 15],
  ['a change from half to whole hours', zone(330, 360), 30],
])('local hours with %s are whole buckets of %s', (_, offsets, minutes) => {
  expect(localWidth(offsets)).toBe(minutes * minute);
});

test.each([
  [60, 30, 30],
  [60, 45, 30],
  [60, 120, 60],
  [15, 30, 15],
  [60, 5, 5],
])(
  'local buckets of %s min and a session gap of %s min share buckets of %s min',
  (local, gap, shared) => {
    expect(sharedWidth(local * minute, gap * minute)).toBe(shared * minute);
  },
);

test('a very short gap shares nothing', () => {
  expect(sharedWidth(60 * minute, minute)).toBeUndefined();
});
