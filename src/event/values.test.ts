import { expect, it } from 'vitest';
import { fieldNames } from './event.ts';
import { eventOf, valuesOf } from './values.ts';

it('has the fields of the schema in their order', () => {
  const named = Object.fromEntries(fieldNames.map((name) => [name, name]));
  expect(valuesOf(named)).toEqual(fieldNames);
  const numbered = fieldNames.map((_, index) => index);
  expect(Object.keys(eventOf(numbered, 1))).toEqual(fieldNames);
  expect(Object.values(eventOf(numbered, 1))).toEqual(numbered);
});

it('gives null for what is absent, and 0 for -0', () => {
  expect(Object.values(eventOf([], 7))).toEqual([
    undefined,
    7,
    ...Array.from({ length: 3 }),
    ...fieldNames.slice(5).map(() => null),
  ]);
  expect(
    Object.is(
      eventOf(
        fieldNames.map(() => -0),
        0,
      ).played_ms,
      0,
    ),
  ).toBe(true);
});
