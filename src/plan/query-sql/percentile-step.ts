import * as sql from '../../sql/expression.ts';
import type { SqlExpr } from '../../sql/expression.ts';
import { output, type Select } from '../../sql/select.ts';

/** Nearest rank: the smallest value that has at least ceil(p · n / 100) values at or below it. */
export const percentileStep = (
  inner: Select,
  names: readonly string[],
  weight: SqlExpr,
  percent: number,
): Select => {
  const partitionBy = names.map((name) => sql.column(name));
  const weighted: Select = {
    ...inner,
    columns: [...inner.columns, output(weight, 'c')],
    groupBy: inner.columns.map((column) => column.expr),
  };
  const running: Select = {
    columns: [
      ...[...names, 'v'].map((name) => output(sql.column(name), name)),
      output(
        sql.over(sql.call('sum', sql.column('c')), {
          partitionBy,
          orderBy: [sql.ascending(sql.column('v'))],
          running: true,
        }),
        'below',
      ),
      output(sql.over(sql.call('sum', sql.column('c')), { partitionBy }), 'total'),
    ],
    from: { table: weighted, as: 'weighted' },
  };
  const rank = sql.call(
    'floorDiv',
    sql.binary(sql.binary(sql.column('total'), '*', sql.integer(percent)), '+', sql.integer(99)),
    sql.integer(100),
  );
  return {
    columns: [
      ...names.map((name) => output(sql.column(name), name)),
      output(sql.call('min', sql.column('v')), 'n'),
    ],
    from: { table: running, as: 'running' },
    where: sql.binary(sql.column('below'), '>=', rank),
    groupBy: partitionBy,
  };
};
