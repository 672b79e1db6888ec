import { divide } from '../../model/divide.ts';
import type { Measure } from '../../model/measure.ts';
import type { QueryContext } from '../../plan/query.ts';
import { type AggregateOf, aggregator } from './aggregate.ts';
import type { Fields } from '../../plan/evaluate.ts';

/** Makes a measure's function from all rows of the table or window: shares are parts of these. */
export const measureOver = (
  { formula }: Measure,
  whole: readonly Fields[],
  context: QueryContext,
): AggregateOf => {
  switch (formula.kind) {
    case 'aggregate':
      return aggregator(formula.aggregate, context);
    case 'ratio': {
      const numerator = aggregator(formula.numerator, context);
      const denominator = aggregator(formula.denominator, context);
      return (rows) => divide(numerator(rows), denominator(rows), formula.scale);
    }
    case 'share': {
      const part = aggregator(formula.aggregate, context);
      const total = part(whole);
      return (rows) => divide(part(rows), total, 1);
    }
  }
};
