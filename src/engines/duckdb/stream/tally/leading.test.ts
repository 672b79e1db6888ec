import { expect, it } from 'vitest';
import { popularSongs } from '../../../../analytics/popular-songs/popular-songs.ts';
import { queriesOf } from '../../../../plan/query.ts';
import { leading } from './leading.ts';

const query = queriesOf([popularSongs], { top: 3 })[0]!;
const [{ column } = { column: '' }] = query.analytic.order;

const rowsOf = (values: readonly (number | null)[]) => values.map((value) => ({ [column]: value }));

it('leaves the rows among which the first are, ties included', () => {
  const values = Array.from({ length: 200 }, (_, index) => index % 50);
  const found = leading(query, rowsOf(values), (row) => row);
  expect(found.map((row) => row[column])).toEqual([49, 49, 49, 49]);
});

it('leaves rows without a value where too few have one', () => {
  const values = Array.from({ length: 200 }, (_, index) => (index < 2 ? index : null));
  expect(leading(query, rowsOf(values), (row) => row)).toHaveLength(200);
});

it('looks at rows that reach the threshold alone', () => {
  const values = Array.from({ length: 200 }, (_, index) => index);
  const bounded = {
    ...query,
    analytic: { ...query.analytic, order: [{ column, direction: 'ascending' as const }] },
    threshold: { of: column, atLeast: 100 },
  };
  const found = leading(bounded, rowsOf(values), (row) => row);
  expect(found.map((row) => row[column])).toEqual([100, 101, 102]);
});
