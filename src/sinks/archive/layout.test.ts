import { expect, it } from 'vitest';
import { hourFolder, rangeOf, rollFile, stagedFile } from './layout.ts';

it.each([
  ['2026-11-22T10:59:59.999999Z', 'date=2026-11-22/hour=10'],
  ['1969-12-31T23:00:00Z', 'date=1969-12-31/hour=23'],
  ['1900-01-01T00:00:00Z', 'date=1900-01-01/hour=00'],
  ['2199-12-31T23:30:00Z', 'date=2199-12-31/hour=23'],
])('%s is in %s', (time, folder) => {
  expect(hourFolder(Math.floor(Date.parse(time) / 3_600_000))).toBe(folder);
});

it('names files by partition, first and last offset, and knows them again', () => {
  const range = { partition: 3, first: 0, last: 9_007_199_254_740_000 };
  const name = rollFile(range);
  expect(name).toBe('3-0-9007199254740000.parquet');
  expect(rangeOf(name)).toEqual({ range, isStaged: false });
  expect(rangeOf(stagedFile(name))).toEqual({ range, isStaged: true });
});

it.each(['a.parquet', '1-2.parquet', '1-2-3.csv', '.1-2-3.parquet', '1-2-3.parquet.partial'])(
  'takes %s for none of its own',
  (name) => {
    expect(rangeOf(name)).toBeUndefined();
  },
);
