import { fc, it as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { count, memorySize, milliseconds, real, share } from './number-types.ts';
import { optionSpecs } from './options.ts';
import { names, oneOf, path, someOf, toggle, userName } from './text-types.ts';
import { dateOrInstant, duration, instant, timeZone } from './time-types.ts';
import type { ValueType } from './value-type.ts';

const valueOf = <T>(type: ValueType<T>, text: string): T | undefined => {
  const parsed = type.parse(text);
  return 'value' in parsed ? parsed.value : undefined;
};

const formats = oneOf('FORMAT', ['ndjson', 'csv', 'parquet']);
const some = someOf('FORMAT,…', ['ndjson', 'csv', 'parquet']);

describe('values that pass', () => {
  it.each<[ValueType<unknown>, string, unknown]>([
    [count(1), '100000', 100_000],
    [count(1), '100_000', 100_000],
    [count(1), '100k', 100_000],
    [count(1), '1.1M', 1_100_000],
    [count(0), '0', 0],
    [share(1), '0.01', 0.01],
    [share(1), '1%', 0.01],
    [share(0.5), '50 %', 0.5],
    [real(0, 10, 'small'), '2.5', 2.5],
    [milliseconds, '30000', 30_000],
    [milliseconds, '30s', 30_000],
    [milliseconds, '0', 0],
    [memorySize, '4GB', '4GB'],
    [memorySize, '1.5 GiB', '1.5GiB'],
    [duration, '250ms', 250_000],
    [duration, '5 minutes', 300_000_000],
    [instant, '2026-11-01', Date.UTC(2026, 10, 1) * 1000],
    [instant, '2026-11-01T01:00:00+01:00', Date.UTC(2026, 10, 1) * 1000],
    [dateOrInstant, '2026-11-01', '2026-11-01'],
    [timeZone, 'europe/berlin', 'Europe/Berlin'],
    [toggle, 'yes', true],
    [toggle, '0', false],
    [path('FILE'), 'a b', 'a b'],
    [userName, 'ü'.repeat(128), 'ü'.repeat(128)],
    [formats, 'csv', 'csv'],
    [some, 'csv, ndjson,csv', ['csv', 'ndjson']],
    [names, 'a,b', ['a', 'b']],
  ])('%#: %s', (type, text, value) => {
    expect(valueOf(type, text)).toEqual(value);
  });
});

describe('values that do not', () => {
  it.each<[ValueType<unknown>, readonly string[]]>([
    [count(1), ['0', '-1', '1.5', '', 'x', '1e3', '9007199254740992', '1 000', '0x10']],
    [share(0.5), ['0.6', '-0.1', '51%', '', '%', 'x', 'Infinity', 'NaN']],
    [real(1, 2, 'small'), ['0.5', '3', '']],
    [milliseconds, ['-1', '2d', '1.5', 'soon', '0.5ms']],
    [memorySize, ['4', 'GB', '0GB', '1.2.3GB', '80%']],
    [duration, ['0s', '5', 'five minutes', '-5m', '']],
    [instant, ['2026-02-30', 'yesterday', '2026-11-01T00:00:00', '1800-01-01']],
    [dateOrInstant, ['2026-13-01', '']],
    [timeZone, ['Europe/Berln', '+01:00', '']],
    [toggle, ['maybe', '']],
    [path('FILE'), ['']],
    [userName, ['', 'x'.repeat(129)]],
    [formats, ['CSV', '']],
    [some, ['', ',', 'csv,xml']],
    [names, ['', ' , ']],
  ])('%#', (type, texts) => {
    for (const text of texts) expect(type.parse(text), text).toHaveProperty('problem');
  });
});

it('says what a value is not, and what was probably meant', () => {
  expect(formats.parse('parket')).toEqual({
    problem: '"parket" is not one of ndjson, csv, parquet',
    hint: 'did you mean parquet?',
  });
  expect(timeZone.parse('Berlin')).toMatchObject({
    hint: expect.stringContaining('Europe/Berlin') as string,
  });
});

property.prop([fc.integer({ min: 1, max: 2 ** 53 - 1 })])('a duration is read back', (us) => {
  expect(valueOf(duration, String(duration.show(us)))).toBe(us);
});

it.each(optionSpecs)('the default of %s is read back', (_, { type, default: fallback }) => {
  if (fallback === undefined) return;
  expect(valueOf(type, String(type.show(fallback)))).toEqual(fallback);
});
