import { isKey } from '../../model/dimension.ts';
import type { Row } from '../../result/table.ts';
import { type Span, span } from '../format/line.ts';
import { cellOf, numberOf, type Reading } from '../reading/reading.ts';

/** What became of a row since the window before; undefined where that is not known. */
export type Change = { readonly by: number } | 'new' | undefined;

/** A share that moved less is shown as unmoved: a tenth of a percent is the last digit shown. */
const leastShare = 0.0005;

const keyOf = (reading: Reading, row: Row): string =>
  JSON.stringify(
    reading.table.analytic.by.flatMap(({ columns }) =>
      columns.filter(isKey).map(({ name }) => cellOf(reading, row, name)),
    ),
  );

/** The places that rows had before, by key. */
const placesOf = (before: Reading): ReadonlyMap<string, number> =>
  new Map(before.table.rows.map((row, index) => [keyOf(before, row), index]));

/** How many places each row went up; new where it was not among the rows before. */
export const rankChanges = (now: Reading, before: Reading | undefined): readonly Change[] => {
  if (before === undefined) return now.table.rows.map(() => undefined);
  const places = placesOf(before);
  return now.table.rows.map((row, index) => {
    const place = places.get(keyOf(now, row));
    return place === undefined ? 'new' : { by: place - index };
  });
};

/** How much of the whole each row gained, as a part of one. */
export const shareChanges = (
  now: Reading,
  before: Reading | undefined,
  column: string | undefined,
): readonly Change[] => {
  if (before === undefined || column === undefined) return now.table.rows.map(() => undefined);
  const shares = new Map(
    before.table.rows.map((row) => [keyOf(before, row), numberOf(before, row, column)]),
  );
  return now.table.rows.map((row) => {
    const share = numberOf(now, row, column);
    return share === null ? undefined : { by: share - (shares.get(keyOf(now, row)) ?? 0) };
  });
};

/** `▲2`, `▼1`, `new`: never by colour alone. */
export const rankChangeSpan = (change: Change): Span => {
  if (change === undefined) return span('');
  if (change === 'new') return span('new', 'cool');
  if (change.by === 0) return span('·', 'quiet');
  return change.by > 0 ? span(`▲${change.by}`, 'mark') : span(`▼${-change.by}`, 'warn');
};

/** Percentage points to a tenth: `▲0.4`. */
export const shareChangeSpan = (change: Change): Span => {
  if (change === undefined || change === 'new') return span('');
  const points = (Math.abs(change.by) * 100).toFixed(1);
  if (Math.abs(change.by) < leastShare) return span('·', 'quiet');
  return change.by > 0 ? span(`▲${points}`, 'mark') : span(`▼${points}`, 'warn');
};
