import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { clip } from './clip.ts';
import { formatSpan, instantFormat } from './instant.ts';
import { formatCountry, formatKey } from './keys.ts';
import { counted, lowered } from './list.ts';
import { formatMilliseconds } from './milliseconds.ts';
import {
  formatBytes,
  formatCompact,
  formatInteger,
  formatRate,
  formatRateRoughly,
  formatTick,
} from './number.ts';
import { formatValue } from './value.ts';
import { visible } from './visible.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  test('counts are grouped, and rounded to three digits from a million on', () => {
    expect(formatInteger(3_412_908)).toBe('3,412,908');
    expect(plain(formatCompact(999_999))).toBe('999,999');
    expect(plain(formatCompact(3_412_908))).toBe('3.41 million');
    expect(plain(formatCompact(12_345_678_901))).toBe('12.3 billion');
    expect(plain(formatTick(2500))).toBe('2.5 k');
  });

  test('rates are percent with one decimal; roughly, what is not all or nothing stays so', () => {
    expect(plain(formatRate(0.47096))).toBe('47.1 %');
    expect(plain(formatRate(1))).toBe('100.0 %');
    expect(plain(formatRateRoughly(0.4709))).toBe('47 %');
    expect(plain(formatRateRoughly(0.001))).toBe('under 1 %');
    expect(plain(formatRateRoughly(0.999))).toBe('over 99 %');
    expect(plain(formatRateRoughly(0))).toBe('0 %');
  });

  test('sizes are decimal', () => {
    expect(plain(formatBytes(0))).toBe('0 B');
    expect(plain(formatBytes(3_600_000_000))).toBe('3.6 GB');
  });
});

test.each([
  [0, '0 s'],
  [1, '1 ms'],
  [850, '850 ms'],
  [42_000, '42 s'],
  [59_999, '1 min'],
  [245_000, '4 min 5 s'],
  [1_800_000, '30 min'],
  [3_600_000, '1 h'],
  [11_520_000, '3 h 12 min'],
  [359_999_999, '100 h'],
  [4_442_400_000, '1,234 h'],
  [0.25, '0.25 ms'],
])('%d ms reads %s', (ms, words) => {
  expect(plain(formatMilliseconds(ms))).toBe(words);
});

describe('instants', () => {
  const berlin = instantFormat('Europe/Berlin');
  const us = Date.UTC(2026, 9, 24, 22, 5, 9) * 1000;

  test('are shown in the zone of the report, which is named', () => {
    expect(berlin.cell(us)).toBe('2026-10-25 00:05:09');
    expect(plain(berlin.full(us))).toBe('25 October 2026, 00:05 Europe/Berlin');
    expect(instantFormat('Etc/UTC').zone).toBe('UTC');
    expect(instantFormat('UTC').cell(-1)).toBe('1969-12-31 23:59:59');
  });

  test('a span says what its two dates do not share', () => {
    const day = 86_400_000_000;
    const span = (days: number): string =>
      plain(formatSpan(instantFormat('UTC'), us + day / 2, us + day / 2 + days * day));
    expect(span(0)).toBe('25 October 2026');
    expect(span(5)).toBe('25 to 30 October 2026');
    expect(span(9)).toBe('25 October to 3 November 2026');
    expect(span(99)).toBe('25 October 2026 to 1 February 2027');
  });
});

describe('keys', () => {
  test('a missing key is unknown, an empty one is seen', () => {
    expect(formatKey('plain', null)).toBe('unknown');
    expect(formatKey('plain', '')).toBe('""');
  });

  test('countries, weekdays and hours have words', () => {
    expect(formatKey('country', 'DE')).toBe('Germany');
    expect(formatCountry('QQ')).toBe('QQ');
    expect(formatKey('weekday', 7)).toBe('Sunday');
    expect(plain(formatKey('hour', 18))).toBe('18–19 h');
    expect(formatKey('day', 0)).toBe('1 Jan 1970');
  });
});

test('a measure without a value is not available', () => {
  const instants = instantFormat('UTC');
  expect(formatValue({ type: 'real', unit: 'ratio' }, null, instants)).toBe('not available');
  expect(formatValue({ type: 'integer', unit: 'count' }, 0, instants)).toBe('0');
});

describe('words', () => {
  test('titles start small in a sentence, abbreviations do not', () => {
    expect(lowered('Skip rate')).toBe('skip rate');
    expect(lowered('URI')).toBe('URI');
    expect(counted('1', 1, 'Plays')).toBe('1 play');
    expect(counted('2', 2, 'Plays')).toBe('2 plays');
  });

  test('long text is cut between characters as readers see them', () => {
    expect(clip('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2)).toBe('👩‍👩‍👧‍👦…');
    expect(clip('abc', 3)).toBe('abc');
  });
});

describe('visible', () => {
  test('shows what would act', () => {
    expect(visible('\u001b[31m\n\u202e\ud800\u009b')).toBe('\\x1b[31m\\n\\u202e\\ud800\\x9b');
    expect(visible('👩‍👩‍👧 مرحبا 夜')).toBe('👩‍👩‍👧 مرحبا 夜');
  });

  test('does not let marks pile up', () => {
    expect(visible(`a${'\u0301'.repeat(40)}b`)).toBe(`a${'\u0301'.repeat(4)}…b`);
  });

  property.prop([fc.string({ unit: 'binary' })])(
    'leaves no control and no bidi control',
    (text) => {
      expect(visible(text)).not.toMatch(
        /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
      );
    },
  );
});
