import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { leadingRows } from './leading-rows.ts';

const cell = fc.option(fc.integer({ min: -5, max: 5 }));

property.prop([
  fc.array(cell, { maxLength: 60 }),
  fc.constantFrom('ascending' as const, 'descending' as const),
  fc.integer({ min: 1, max: 5 }),
])(
  'holds the first rows of a stable sort, in the order in which they came',
  (cells, direction, limit) => {
    const rows = cells.map((value, id) => ({ value, id }));
    const sorted = (some: typeof rows) =>
      some
        .toSorted((a, b) => {
          if (a.value === null || b.value === null)
            return Number(a.value === null) - Number(b.value === null);
          return direction === 'ascending' ? a.value - b.value : b.value - a.value;
        })
        .slice(0, limit);
    const leading = leadingRows(rows, ({ value }) => value, direction, limit);
    expect(sorted([...leading])).toEqual(sorted(rows));
  },
);

test('leaves out what cannot be among the first, and never judges texts', () => {
  const rows = Array.from({ length: 100 }, (_, value) => value);
  expect(leadingRows(rows, (row) => row, 'descending', 3)).toEqual([97, 98, 99]);
  expect(leadingRows(rows, (row) => -row, 'ascending', 2)).toEqual([98, 99]);
  expect(leadingRows(rows, String, 'descending', 3)).toBe(rows);
});
