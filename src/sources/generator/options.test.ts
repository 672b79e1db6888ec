import { expect, test } from 'vitest';
import { TonearmError } from '../../error.ts';
import { generatorDefaults, generatorSettings } from './options.ts';

test('users and songs grow with the number of lines', () => {
  const sizes = (events: number) => {
    const { users, songs } = generatorSettings({ events });
    return [users, songs];
  };
  expect(sizes(100_000)).toEqual([2000, 5000]);
  expect(sizes(10_000_000)[0]).toBeGreaterThan(47_500);
  expect(sizes(10_000_000)[0]).toBeLessThan(47_700);
  expect(sizes(10_000_000)[1]).toBe(50_000);
});

test('the counts of lines add up, and the span ends where it was told to', () => {
  const settings = generatorSettings({ events: 999, duplicates: 0.1, malformed: 0.07, days: 2 });
  const { uniqueEvents, duplicateLines, malformedLines } = settings;
  expect(uniqueEvents + duplicateLines + malformedLines).toBe(999);
  expect([duplicateLines, malformedLines]).toEqual([100, 70]);
  expect(settings.end).toBe(generatorDefaults.end);
  expect(settings.end - settings.start).toBe(2 * 86_400_000_000);
});

test.each([
  { events: 0 },
  { events: 1.5 },
  { seed: -1 },
  { days: 0.01 },
  { duplicates: 0.6 },
  { malformed: 1.1 },
  { late: Number.NaN },
  { users: 0 },
  { end: Date.UTC(1900, 0, 2) * 1000 },
])('%j is refused by name', (options) => {
  const name = Object.keys(options)[0]!;
  expect(() => generatorSettings(options)).toThrow(TonearmError);
  expect(() => generatorSettings(options)).toThrow(`generator: ${name} must be`);
});
