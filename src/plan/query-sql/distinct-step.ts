import * as sql from '../../sql/expression.ts';
import { output, type Select } from '../../sql/select.ts';

export const distinctStep = (inner: Select, names: readonly string[]): Select => ({
  columns: [...names.map((name) => output(sql.column(name), name)), output(sql.call('count'), 'n')],
  from: { table: { ...inner, distinct: true }, as: 'v' },
  groupBy: names.map((name) => sql.column(name)),
});
