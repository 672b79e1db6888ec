import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { anInstant } from './event.cases.ts';
import { endInstant, firstInstant, formatInstant, isInstant, parseInstant } from './time.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;

describe('a time that is read', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-22T10:15:30Z', at('2026-11-22T10:15:30Z')],
    ['2026-11-22t10:15:30z', at('2026-11-22T10:15:30Z')],
    ['2026-11-22T10:15:30+01:00', at('2026-11-22T09:15:30Z')],
    ['2026-11-22T10:15:30-23:59', at('2026-11-23T10:14:30Z')],
    ['2026-11-22T10:15:30-00:00', at('2026-11-22T10:15:30Z')],
    ['2026-11-22T10:15:30.5Z', at('2026-11-22T10:15:30Z') + 500_000],
    ['2026-11-22T10:15:30.123456Z', at('2026-11-22T10:15:30Z') + 123_456],
    ['2026-11-22T10:15:30.1234569Z', at('2026-11-22T10:15:30Z') + 123_456],
    ['1969-12-31T23:59:59.9999999Z', -1],
    ['1969-12-31T23:59:59.0000009Z', -1_000_000],
    [`2026-11-22T10:15:30.${'9'.repeat(400)}Z`, at('2026-11-22T10:15:30Z') + 999_999],
    ['2024-02-29T00:00:00Z', at('2024-02-29T00:00:00Z')],
    ['2000-02-29T00:00:00Z', at('2000-02-29T00:00:00Z')],
    ['1900-01-01T00:00:00Z', firstInstant],
    ['1899-12-31T23:30:00-01:00', firstInstant + 30 * 60_000_000],
    ['2199-12-31T23:59:59.999999Z', endInstant - 1],
    ['2200-01-01T00:30:00+01:00', endInstant - 30 * 60_000_000],
  ])('%s', (text, us) => {
    expect(parseInstant(text)).toBe(us);
  });
});

describe('a time that is refused', () => {
  it.each([
    ['', 'empty'],
    ['2026-11-22', 'no time'],
    ['2026-11-22T10:15:30', 'no zone'],
    ['2026-11-22 10:15:30Z', 'a blank instead of T'],
    ['2026-11-22T10:15Z', 'no seconds'],
    ['2026-11-22T10:15:60Z', 'a second 60'],
    ['2016-12-31T23:59:60Z', 'a real leap second'],
    ['2026-11-22T24:00:00Z', 'an hour 24'],
    ['2026-11-22T10:60:00Z', 'a minute 60'],
    ['2026-13-01T00:00:00Z', 'a month 13'],
    ['2026-00-01T00:00:00Z', 'a month 0'],
    ['2026-11-00T00:00:00Z', 'a day 0'],
    ['2026-11-31T00:00:00Z', 'no such day'],
    ['2026-02-29T00:00:00Z', 'no leap year'],
    ['1900-02-29T00:00:00Z', 'no leap year'],
    ['2100-02-29T00:00:00Z', 'no leap year'],
    ['2026-11-22T10:15:30.Z', 'no decimals after the point'],
    ['2026-11-22T10:15:30,5Z', 'a comma'],
    ['2026-11-22T10:15:30+0100', 'an offset without colon'],
    ['2026-11-22T10:15:30+01', 'an offset without minutes'],
    ['2026-11-22T10:15:30+24:00', 'an offset hour 24'],
    ['2026-11-22T10:15:30+01:60', 'an offset minute 60'],
    ['2026-11-22T10:15:30\u221201:00', 'a typographic minus'],
    ['2026-11-22T10:15:30Z ', 'a blank at the end'],
    [' 2026-11-22T10:15:30Z', 'a blank at the start'],
    ['2026-11-22T10:15:30ZZ', 'more text'],
    ['2026-11-22T10:15:30+01:00Z', 'two zones'],
    ['+2026-11-22T10:15:30Z', 'a signed year'],
    ['02026-11-22T10:15:30Z', 'five digits of year'],
    ['2026-1-22T10:15:30Z', 'one digit of month'],
    ['2026-W47-7T10:15:30Z', 'a week date'],
    ['20261122T101530Z', 'basic format'],
    ['٢٠٢٦-11-22T10:15:30Z', 'other digits'],
    ['1899-12-31T23:59:59.999999Z', 'before 1900'],
    ['1900-01-01T00:30:00+01:00', 'before 1900 in UTC'],
    ['2200-01-01T00:00:00Z', 'after 2199'],
    ['2199-12-31T23:30:00-01:00', 'after 2199 in UTC'],
  ])('%s: %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  const two = fc.nat({ max: 61 }).map((n) => String(n).padStart(2, '0'));
  const parts = fc.tuple(
    fc.constantFrom('1899', '1900', '1969', '1970', '2000', '2026', '2100', '2199', '2200'),
    fc.array(two, { minLength: 5, maxLength: 5 }),
    fc.constantFrom('', '.0', '.9', '.123456', '.0000019'),
    fc.oneof(
      fc.constantFrom('Z', 'z', ''),
      fc.tuple(fc.constantFrom('+', '-'), two, two).map(([s, h, m]) => `${s}${h}:${m}`),
    ),
  );

  /** The rules once more, by expression and Date. */
  const read = (text: string): number | undefined => {
    const match =
      /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3])(:[0-5]\d:[0-5]\d)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(
        text,
      );
    if (match === null) return undefined;
    const [, date = '', hour, rest, decimals = '.', zone = ''] = match;
    if (Number.isNaN(Date.parse(date)) || new Date(date).toISOString().slice(0, 10) !== date)
      return undefined;
    const micros =
      Date.parse(`${date}T${hour}${rest}${zone.toUpperCase()}`) * 1000 +
      Number(decimals.slice(1, 7).padEnd(6, '0'));
    return isInstant(micros) ? micros : undefined;
  };

  test.prop([parts], { numRuns: 2000 })(
    'as Date and an expression say',
    ([year, [mo, d, h, mi, s], decimals, zone]) => {
      const text = `${year}-${mo}-${d}T${h}:${mi}:${s}${decimals}${zone}`;
      expect(parseInstant(text)).toBe(read(text));
      const calm = `${year}-0${mo?.[1]}-${d}T1${h?.[1]}:0${mi?.[1]}:0${s?.[1]}${decimals}${zone}`;
      expect(parseInstant(calm)).toBe(read(calm));
    },
  );
});

describe('a time that is written', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [120_000, '1970-01-01T00:00:00.120Z'],
    [123_456, '1970-01-01T00:00:00.123456Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [firstInstant, '1900-01-01T00:00:00Z'],
    [endInstant - 1, '2199-12-31T23:59:59.999999Z'],
  ])('%d', (us, text) => {
    expect(formatInstant(us)).toBe(text);
  });

  test.prop([anInstant])('reads back as the same instant', (us) => {
    expect(isInstant(us)).toBe(true);
    expect(parseInstant(formatInstant(us))).toBe(us);
  });
});
