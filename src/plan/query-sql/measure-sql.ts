import * as sql from '../../sql/expression.ts';
import type { Aggregate } from '../../model/aggregate.ts';
import type { Measure } from '../../model/measure.ts';
import type { SqlExpr } from '../../sql/expression.ts';
import { aggregateId } from '../relation.ts';
import type { Shape } from '../shape.ts';
import { additiveName, totalName, spreadName, totalSpreadName } from './names.ts';

/** The value of a measure, where the columns of all its steps are joined. */
export const measureSql = (
  shape: Shape,
  measure: Measure,
  column: (name: string) => SqlExpr,
): SqlExpr => {
  const index = (of: readonly Aggregate[], one: Aggregate): number =>
    of.findIndex((other) => aggregateId(other) === aggregateId(one));
  const zero = (of: SqlExpr): SqlExpr => sql.call('coalesce', of, sql.integer(0));
  const value = (one: Aggregate): SqlExpr => {
    if (one.fn === 'distinct' || one.fn === 'percentile') {
      const found = column(
        spreadName(
          index(
            shape.spread.map((other) => other.aggregate),
            one,
          ),
        ),
      );
      return one.fn === 'distinct' ? zero(found) : found;
    }
    const found = column(additiveName(index(shape.additive, one)));
    return one.fn === 'count' || one.fn === 'sum' ? zero(found) : found;
  };
  const divide = (above: SqlExpr, below: SqlExpr): SqlExpr =>
    sql.when([
      {
        when: sql.binary(below, '<>', sql.integer(0)),
        then: sql.binary(sql.cast(above, 'double'), '/', sql.cast(below, 'double')),
      },
    ]);
  const { formula } = measure;
  switch (formula.kind) {
    case 'aggregate':
      return value(formula.aggregate);
    case 'ratio': {
      const below = value(formula.denominator);
      const scaled =
        formula.scale === 1 ? below : sql.binary(below, '*', sql.integer(formula.scale));
      return divide(value(formula.numerator), scaled);
    }
    case 'share': {
      const { aggregate } = formula;
      const additive = index(shape.totals, aggregate);
      const spread = index(
        shape.totalSpread.map((other) => other.aggregate),
        aggregate,
      );
      const whole = additive >= 0 ? totalName(additive) : totalSpreadName(spread);
      return divide(value(aggregate), zero(column(whole)));
    }
  }
};
