import type { Aggregate } from '../../../model/aggregate.ts';
import type { Measure } from '../../../model/measure.ts';
import { columnOf, type Layout } from './layout.ts';
import type { RowSet } from './sets.ts';

/** Where the columns of a row and those of the whole window are found, in SQL. */
export interface Places {
  readonly row: (column: string) => string;
  readonly whole: (column: string) => string;
}

const divided = (above: string, below: string): string =>
  `CASE WHEN ${below} <> 0 THEN CAST(${above} AS DOUBLE) / CAST(${below} AS DOUBLE) END`;

/** The value of an aggregate: sums and counts of nothing are 0, as in the model. */
export const aggregateText = (
  layout: Layout,
  set: RowSet,
  one: Aggregate,
  place: (column: string) => string,
): string => {
  const value = place(columnOf(layout, set, one));
  return one.fn === 'count' || one.fn === 'sum' || one.fn === 'distinct'
    ? `coalesce(${value}, 0L)`
    : value;
};

/** The value of a measure in SQL; divisions happen once, in doubles. */
export const measureText = (
  layout: Layout,
  set: RowSet,
  whole: RowSet,
  { formula }: Measure,
  places: Places,
): string => {
  const own = (one: Aggregate): string => aggregateText(layout, set, one, places.row);
  switch (formula.kind) {
    case 'aggregate':
      return own(formula.aggregate);
    case 'ratio': {
      const below = own(formula.denominator);
      return divided(
        own(formula.numerator),
        formula.scale === 1 ? below : `(${below} * ${formula.scale}L)`,
      );
    }
    case 'share':
      return divided(
        own(formula.aggregate),
        aggregateText(layout, whole, formula.aggregate, places.whole),
      );
  }
};
