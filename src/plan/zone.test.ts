import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { TonearmError } from '../error.ts';
import { endInstant, firstInstant, formatInstant, parseInstant } from '../event/time.ts';
import { offsetAt, zoneOffsets } from './zone.ts';

const us = (text: string): number => parseInstant(text) ?? Number.NaN;
const hours = (count: number): number => count * 3_600_000_000;
const seconds = (count: number): number => count * 1_000_000;

const listed = (zone: string, from: string, to: string): readonly (readonly [string, number])[] => {
  const { starts, offsets } = zoneOffsets(zone, us(from), us(to));
  return starts.map((start, index) => [formatInstant(start), (offsets[index] ?? NaN) / 1_000_000]);
};

describe('zoneOffsets', () => {
  test('daylight saving of a year', () => {
    expect(listed('Europe/Berlin', '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z')).toEqual([
      ['2026-01-01T00:00:00Z', 3600],
      ['2026-03-29T01:00:00Z', 7200],
      ['2026-10-25T01:00:00Z', 3600],
    ]);
  });

  test('UTC is one entry, at or before the first instant', () => {
    const first = us('2026-01-01T00:00:00.123456Z');
    expect(zoneOffsets('utc', first, endInstant)).toEqual({
      timeZone: 'UTC',
      starts: [us('2026-01-01T00:00:00Z')],
      offsets: [0],
    });
    expect(zoneOffsets('Etc/UTC', first, endInstant).offsets).toEqual([0]);
  });

  test('half hours and quarters of an hour', () => {
    expect(listed('Australia/Lord_Howe', '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z')).toEqual([
      ['2026-01-01T00:00:00Z', 39_600],
      ['2026-04-04T15:00:00Z', 37_800],
      ['2026-10-03T15:30:00Z', 39_600],
    ]);
    expect(listed('Asia/Kathmandu', '1985-12-01T00:00:00Z', '1986-02-01T00:00:00Z')).toEqual([
      ['1985-12-01T00:00:00Z', 19_800],
      ['1985-12-31T18:30:00Z', 20_700],
    ]);
  });

  test('old local times with seconds, before 1970', () => {
    expect(listed('Africa/Monrovia', '1900-01-01T00:00:00Z', '1980-01-01T00:00:00Z')).toEqual([
      ['1900-01-01T00:00:00Z', -2588],
      ['1919-03-01T00:43:08Z', -2670],
      ['1972-01-07T00:44:30Z', 0],
    ]);
  });

  test('two transitions a week apart', () => {
    expect(listed('America/Recife', '2000-10-01T00:00:00Z', '2000-11-01T00:00:00Z')).toEqual([
      ['2000-10-01T00:00:00Z', -10_800],
      ['2000-10-08T03:00:00Z', -7200],
      ['2000-10-15T02:00:00Z', -10_800],
    ]);
  });

  test('a transition at the very last instant is there, one after it is not', () => {
    const zone = 'Europe/Berlin';
    expect(listed(zone, '2026-03-01T00:00:00Z', '2026-03-29T01:00:00Z')).toHaveLength(2);
    expect(listed(zone, '2026-03-01T00:00:00Z', '2026-03-29T00:59:59Z')).toHaveLength(1);
    expect(listed(zone, '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z')).toEqual([
      ['2026-03-29T01:00:00Z', 7200],
    ]);
  });

  test('keeps the name, in the letters of the zone data', () => {
    expect(zoneOffsets('europe/berlin', 0, 0).timeZone).toBe('Europe/Berlin');
    expect(zoneOffsets('Asia/Kolkata', 0, 0).timeZone).toBe('Asia/Kolkata');
  });

  test('the whole range of events in less than three seconds', () => {
    const before = performance.now();
    const { starts } = zoneOffsets('America/New_York', firstInstant, endInstant - 1);
    expect(performance.now() - before).toBeLessThan(3000);
    expect(starts.length).toBeGreaterThan(500);
    expect(starts.every((start, index) => index === 0 || start > (starts[index - 1] ?? 0))).toBe(
      true,
    );
  });

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['+01:00', 'IANA'],
    ['Middle-earth/Rivendell', 'IANA'],
    ['', 'IANA'],
  ])('an unknown zone %j is an error that suggests %s', (name, suggestion) => {
    const attempt = (): unknown => zoneOffsets(name, 0, 0);
    expect(attempt).toThrow(TonearmError);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        hint: expect.stringContaining(suggestion),
      }),
    );
  });
});

describe('offsetAt', () => {
  const zone = { timeZone: 'x', starts: [0, seconds(10), seconds(20)], offsets: [1, 2, 3] };

  test.each([
    [-1, 1],
    [0, 1],
    [seconds(10) - 1, 1],
    [seconds(10), 2],
    [seconds(20) - 1, 2],
    [seconds(20), 3],
    [seconds(99), 3],
  ])('at %d µs is %d', (at, offset) => {
    expect(offsetAt(zone, at)).toBe(offset);
  });

  const zones = ['Europe/Berlin', 'Africa/Casablanca', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

  property.prop([
    fc.constantFrom(...zones, 'Africa/Monrovia', 'America/St_Johns', 'Pacific/Apia'),
    fc.integer({ min: firstInstant / 1000, max: endInstant / 1000 - 1 }),
    fc.integer({ min: 0, max: 900 }),
  ])('is what Intl shows, whatever the span asked for', (timeZone, ms, days) => {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const parts = Object.fromEntries(
      format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
    const shown = Date.UTC(year, month - 1, day, hour, minute, second);
    const zone = zoneOffsets(timeZone, ms * 1000 - days * hours(24), ms * 1000 + hours(7));
    expect(Math.floor((ms + offsetAt(zone, ms * 1000) / 1000) / 1000) * 1000).toBe(shown);
  });
});
