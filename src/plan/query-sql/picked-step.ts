import * as sql from '../../sql/expression.ts';
import type { SqlExpr } from '../../sql/expression.ts';
import { type Output, output, type Select } from '../../sql/select.ts';
import type { Shape } from '../shape.ts';
import { groupNames, sameGroup } from './grouped.ts';
import { measureSql } from './measure-sql.ts';
import {
  windowName,
  labelName,
  additiveName,
  totalName,
  spreadName,
  totalSpreadName,
} from './names.ts';
import { orderOf } from './order.ts';

/** The rows of the table before finishing: base, totals and what the order needs, filtered and cut. */
export const pickedStep = (shape: Shape, early: readonly number[]): Select => {
  const { query } = shape;
  const from = (name: string): SqlExpr =>
    name.startsWith('t')
      ? sql.column(name, 'totals')
      : name.startsWith('d') || name.startsWith('e')
        ? sql.column('n', name)
        : sql.column(name, 'b');
  const named: readonly Output[] = [
    ...groupNames(shape),
    ...shape.labels.map((_, index) => labelName(index)),
    ...shape.additive.map((_, index) => additiveName(index)),
    ...shape.totals.map((_, index) => totalName(index)),
    ...early.map(spreadName),
  ].map((name) => output(from(name), name));
  const wholes = shape.totalSpread.map((_, index) => totalSpreadName(index));
  const columns = [...named, ...wholes.map((name) => output(from(name), name))];
  const threshold = query.analytic.measures.find((one) => one.name === query.threshold?.of);
  const picked: Select = {
    columns,
    from: { table: 'base', as: 'b' },
    joins: [
      ...(shape.totals.length > 0
        ? [
            {
              kind: 'left' as const,
              table: 'totals',
              as: 'totals',
              on: sameGroup({ ...shape, keys: [] }, 'totals', 'b'),
            },
          ]
        : []),
      ...wholes.map((name) => ({
        kind: 'left' as const,
        table: name,
        as: name,
        on: sameGroup({ ...shape, keys: [] }, name, 'b'),
      })),
      ...early.map((index) => ({
        kind: 'left' as const,
        table: spreadName(index),
        as: spreadName(index),
        on: sameGroup(shape, spreadName(index), 'b'),
      })),
    ],
    ...(threshold === undefined || query.threshold === undefined
      ? {}
      : {
          where: sql.binary(
            measureSql(shape, threshold, from),
            '>=',
            sql.bind(query.threshold.atLeast),
          ),
        }),
  };
  if (query.limit === undefined) return picked;
  if (shape.bucket === undefined) {
    return { ...picked, orderBy: orderOf(shape, from), limit: query.limit };
  }
  const place = sql.over(sql.call('rowNumber'), {
    partitionBy: [from(windowName)],
    orderBy: orderOf(shape, from),
  });
  return {
    columns: columns.map(({ as }) => output(sql.column(as), as)),
    from: { table: { ...picked, columns: [...columns, output(place, 'place')] }, as: 'placed' },
    where: sql.binary(sql.column('place'), '<=', sql.integer(query.limit)),
  };
};
