import * as sql from '../../sql/expression.ts';
import type { SortTerm, SqlExpr } from '../../sql/expression.ts';
import type { Shape } from '../shape.ts';
import { measureSql } from './measure-sql.ts';
import { windowName, keyName, labelName } from './names.ts';

export const orderOf = (shape: Shape, column: (name: string) => SqlExpr): readonly SortTerm[] => {
  const { analytic } = shape.query;
  const term = (name: string): SqlExpr | undefined => {
    const key = shape.keys.findIndex((one) => one.name === name);
    if (key >= 0) return column(keyName(key));
    const label = shape.labels.findIndex((one) => one.name === name);
    if (label >= 0) return column(labelName(label));
    const measure = analytic.measures.find((one) => one.name === name);
    return measure && measureSql(shape, measure, column);
  };
  return [
    ...(shape.bucket === undefined ? [] : [sql.ascending(column(windowName))]),
    ...analytic.order.flatMap((one): readonly SortTerm[] => {
      const by = term(one.column);
      return by === undefined ? [] : [{ by, descending: one.direction === 'descending' }];
    }),
    ...shape.keys.map((_, index) => sql.ascending(column(keyName(index)))),
  ];
};
