import * as sql from '../../sql/expression.ts';
import type { SqlExpr } from '../../sql/expression.ts';
import { output, type Select } from '../../sql/select.ts';
import type { Grouping } from '../key.ts';
import { alias, type Relation } from '../relation.ts';
import type { Shape, Spread } from '../shape.ts';
import { distinctStep } from './distinct-step.ts';
import { groupNames, grouped, whereOf } from './grouped.ts';
import { onlyPicked } from './only-picked.ts';
import { percentileStep } from './percentile-step.ts';

/** Where there is no dictionary to join, a key is always known. */
const isKnown = (of: Grouping, value: SqlExpr): readonly SqlExpr[] =>
  of.dictionary === undefined && of.field !== undefined
    ? []
    : [sql.binary(value, '<', sql.integer(of.unknown))];

export const spreadStep = (
  shape: Shape,
  spread: Spread,
  relation: Relation,
  picked: boolean,
): Select => {
  const { groups, joins, conditions } = grouped(shape, relation, spread.need, [spread.of]);
  const value = spread.of.code(relation);
  const inner: Select = {
    columns: [...groups, output(value, 'v')],
    from: { table: relation.table, as: alias },
    joins: picked ? onlyPicked(shape, groups, joins, spread.of) : joins,
    ...whereOf([...conditions, ...isKnown(spread.of, value)]),
  };
  return spread.aggregate.fn === 'distinct'
    ? distinctStep(inner, groupNames(shape))
    : percentileStep(
        inner,
        groupNames(shape),
        relation.aggregate({ fn: 'count' }),
        spread.aggregate.percent,
      );
};
