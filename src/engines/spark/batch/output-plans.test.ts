import { describe, expect, test } from 'vitest';
import { plansOf } from './output-plans.ts';

const plans = (rows: readonly string[], limits?: Parameters<typeof plansOf>[2]) => [
  ...plansOf(rows, (row) => row.length, limits),
];

describe('plansOf', () => {
  test('cuts by rows and by bytes, keeps the order, and loses nothing', () => {
    expect(plans(['a', 'b', 'c', 'd', 'e'], { rows: 2, bytes: 100 })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
    ]);
    expect(plans(['aa', 'bb', 'c', 'd'], { rows: 9, bytes: 4 })).toEqual([
      ['aa', 'bb'],
      ['c', 'd'],
    ]);
  });

  test('gives what is too long a plan of its own', () => {
    expect(plans(['a', 'bbbbbb', 'c'], { rows: 9, bytes: 4 })).toEqual([['a'], ['bbbbbb'], ['c']]);
  });

  test('gives one empty plan of nothing', () => {
    expect(plans([])).toEqual([[]]);
  });

  test('keeps plans far below what a server takes', () => {
    const long = 'x'.repeat(1024 * 1024);
    const sizes = plans(Array.from({ length: 40 }, () => long)).map(({ length }) => length);
    expect(sizes).toEqual([16, 16, 8]);
    const many = plans(Array.from({ length: 120_000 }, () => ''));
    expect(many.map(({ length }) => length)).toEqual([50_000, 50_000, 20_000]);
  });
});
