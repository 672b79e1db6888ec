import { test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseEpoch, type EpochUnit } from './epoch.ts';
import { anInstant } from './event.cases.ts';
import { endInstant, firstInstant } from './time.ts';

describe('time counted since 1970', () => {
  it.each<[string | number | bigint, EpochUnit, number | undefined]>([
    [0, 's', 0],
    [-0, 's', 0],
    [1_764_000_000, 's', 1_764_000_000_000_000],
    [1_764_000_000.123456, 's', 1_764_000_000_123_456],
    ['1764000000.1234569', 's', 1_764_000_000_123_456],
    [1_764_000_000_123.456, 'ms', 1_764_000_000_123_456],
    ['1764000000123', 'ms', 1_764_000_000_123_000],
    [1_764_000_000_123_456, 'us', 1_764_000_000_123_456],
    ['1764000000123456.9', 'us', 1_764_000_000_123_456],
    [1_764_000_000_123_456n, 'us', 1_764_000_000_123_456],
    ['1.764e9', 's', 1_764_000_000_000_000],
    ['1.5E+3', 'ms', 1_500_000],
    ['0.0000015e7', 's', 15_000_000],
    [1e-7, 's', 0],
    ['-1.0000019', 's', -1_000_001],
    [0.001, 'ms', 1],
    [firstInstant, 'us', firstInstant],
    [firstInstant - 1, 'us', undefined],
    [endInstant - 1, 'us', endInstant - 1],
    [endInstant, 'us', undefined],
    [1e300, 's', undefined],
    ['1e999999999999', 's', undefined],
    ['-1e-999999999999', 's', 0],
    [Number.NaN, 's', undefined],
    [Infinity, 's', undefined],
    ['', 's', undefined],
    [' 1', 's', undefined],
    ['+1', 's', undefined],
    ['0x10', 's', undefined],
    ['2026-11-22T10:15:30Z', 's', undefined],
  ])('%s %s', (value, unit, us) => {
    expect(parseEpoch(value, unit)).toBe(us);
  });

  test.prop([anInstant])('keeps every microsecond, as number and as text', (us) => {
    expect(parseEpoch(us, 'us')).toBe(us);
    expect(parseEpoch(String(us), 'us')).toBe(us);
    const sign = us < 0 ? '-' : '';
    const digits = String(Math.abs(us)).padStart(7, '0');
    expect(parseEpoch(`${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`, 's')).toBe(us);
    expect(
      parseEpoch(
        `${sign}${digits.slice(0, -3).replace(/^0+(?=\d)/, '')}.${digits.slice(-3)}`,
        'ms',
      ),
    ).toBe(us);
  });
});
