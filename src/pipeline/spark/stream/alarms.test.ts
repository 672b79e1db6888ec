import { expect, test } from 'vitest';
import type { Progress } from '../../../stream/progress.ts';
import { createAlarms } from './alarms.ts';

const told = (dropped: number, doubtful: number) =>
  ({
    stateOperators: { numRowsDroppedByWatermark: dropped },
    totals: { read: 1_000, rejected: doubtful === 0 ? {} : { doubtful } },
  }) as unknown as Progress;

test('rows that were dropped are told of once in ten minutes, all of them', () => {
  const alarms = createAlarms();
  expect(alarms.batch(told(0, 0), 0, 0)).toEqual([]);
  expect(alarms.batch(told(3, 0), 0, 1_000)).toEqual([
    expect.stringContaining('Spark dropped 3 rows that came behind the watermark'),
  ]);
  expect(alarms.batch(told(4, 0), 0, 500_000)).toEqual([]);
  expect(alarms.batch(told(0, 0), 0, 601_000)).toEqual([]);
  expect(alarms.batch(told(5, 0), 0, 602_000)).toEqual([
    expect.stringContaining('dropped 12 rows'),
  ]);
});

test('doubtful records are told of when there are more of them', () => {
  const alarms = createAlarms();
  expect(alarms.batch(told(0, 7), 0, 0)).toEqual([
    expect.stringContaining('7 of 1,000 records are doubtful'),
  ]);
  expect(alarms.batch(told(0, 7), 0, 700_000)).toEqual([]);
  expect(alarms.batch(told(0, 8), 0, 700_001)).toHaveLength(1);
});

test('windows for which there is no room are told of', () => {
  expect(createAlarms().batch(told(0, 0), 2, 0)).toEqual([
    expect.stringContaining('2 open windows have more rows'),
  ]);
});
