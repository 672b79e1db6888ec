import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { compareKnown, compareNullLast, compareText } from './compare.ts';

describe('compareText', () => {
  test('is the order of the bytes, not of UTF-16', () => {
    expect(['\u{FFFF}', '\u{10000}'].toSorted()).toEqual(['\u{10000}', '\u{FFFF}']);
    expect(compareText('\u{10000}', '\u{FFFF}')).toBeGreaterThan(0);
    expect(compareText('a\u{10000}b', 'a\u{E000}c')).toBeGreaterThan(0);
  });

  property.prop([
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  ])('agrees with the UTF-8 bytes', (a, b) => {
    expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  });
});

test('numbers compare as numbers', () => {
  expect(compareKnown(9, 10)).toBeLessThan(0);
  expect(compareKnown(-1, -2)).toBeGreaterThan(0);
});

test('null is last, and equal to null', () => {
  expect([null, 'b', '', null, 'a'].toSorted(compareNullLast)).toEqual(['', 'a', 'b', null, null]);
  expect(compareNullLast(null, null)).toBe(0);
  expect(compareNullLast(null, Infinity)).toBeGreaterThan(0);
});
