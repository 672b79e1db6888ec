import * as sql from '../../sql/expression.ts';
import { output, type Select } from '../../sql/select.ts';
import { alias, type Relation } from '../relation.ts';
import type { Shape } from '../shape.ts';
import { grouped, whereOf } from './grouped.ts';
import { labelName, additiveName, totalName } from './names.ts';

export const baseStep = (shape: Shape, relation: Relation): Select => {
  const { groups, joins, conditions } = grouped(shape, relation, shape.baseNeed, shape.labels);
  return {
    columns: [
      ...groups,
      ...shape.labels.map((label, index) =>
        output(sql.call('min', label.code(relation)), labelName(index)),
      ),
      ...shape.additive.map((one, index) => output(relation.aggregate(one), additiveName(index))),
    ],
    from: { table: relation.table, as: alias },
    joins,
    ...whereOf(conditions),
    groupBy: groups.map((group) => group.expr),
  };
};

export const totalsStep = (shape: Shape, relation: Relation): Select => {
  const whole: Shape = { ...shape, keys: [] };
  const { groups, joins, conditions } = grouped(whole, relation, shape.totalsNeed, []);
  return {
    columns: [
      ...groups,
      ...shape.totals.map((one, index) => output(relation.aggregate(one), totalName(index))),
    ],
    from: { table: relation.table, as: alias },
    joins,
    ...whereOf(conditions),
    groupBy: groups.map((group) => group.expr),
  };
};
