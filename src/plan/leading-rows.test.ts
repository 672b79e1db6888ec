import { expect, it } from 'vitest';
import { fc, test as property } from '@fast-check/vitest';
import { analytic } from '../model/analytic.ts';
import { bars } from '../model/chart.ts';
import { desc } from '../model/order.ts';
import { song } from '../vocabulary/dimensions.ts';
import { plays } from '../vocabulary/measures.ts';
import { finishRows, type NamedRow } from './finish-rows.ts';
import { leadingRows } from './leading-rows.ts';
import { queriesOf } from './query.ts';

const songs = analytic({
  name: 'songs',
  title: 'Songs',
  question: 'Which songs are played most?',
  by: song,
  measures: [plays],
  order: [desc(plays)],
  limit: { table: 3, window: 3 },
  chart: bars({ of: plays, label: 'song_title' }),
});
const [query] = queriesOf([songs], {});
if (query === undefined) throw new TypeError('no query of songs');
const [{ column } = { column: '' }] = query.analytic.order;

const cellOf = (row: NamedRow, name: string) => row[name] ?? null;
const rowsOf = (values: readonly (number | null)[]) => values.map((value) => ({ [column]: value }));

it('leaves the rows among which the first are, ties included', () => {
  const values = Array.from({ length: 200 }, (_, index) => index % 50);
  const found = leadingRows(query, rowsOf(values), cellOf);
  expect(found.map((row) => row[column])).toEqual([49, 49, 49, 49]);
});

it('leaves rows without a value where too few have one', () => {
  const values = Array.from({ length: 200 }, (_, index) => (index < 2 ? index : null));
  expect(leadingRows(query, rowsOf(values), cellOf)).toHaveLength(200);
});

it('looks at rows that reach the threshold alone', () => {
  const values = Array.from({ length: 200 }, (_, index) => index);
  const bounded = {
    ...query,
    analytic: { ...query.analytic, order: [{ column, direction: 'ascending' as const }] },
    threshold: { of: column, atLeast: 100 },
  };
  const found = leadingRows(bounded, rowsOf(values), cellOf);
  expect(found.map((row) => row[column])).toEqual([100, 101, 102]);
});

property.prop([
  fc.array(fc.option(fc.integer({ min: -5, max: 5 })), { minLength: 101, maxLength: 130 }),
  fc.constantFrom('ascending' as const, 'descending' as const),
  fc.integer({ min: 0, max: 5 }),
  fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
])('holds the rows of the result', (values, direction, limit, atLeast) => {
  const asked = {
    ...query,
    limit,
    analytic: { ...query.analytic, order: [{ column, direction }] },
    threshold: atLeast === undefined ? undefined : { of: column, atLeast },
  };
  const rows = values.map((value, place) => ({ [column]: value, song_id: String(place) }));
  expect(finishRows(asked, leadingRows(asked, rows, cellOf))).toEqual(finishRows(asked, rows));
});
