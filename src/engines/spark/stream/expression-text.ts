import type { ExprNode } from '../../../model/expression.ts';
import { expressionSql } from '../../../plan/expression-sql.ts';
import type { QueryContext } from '../../../plan/query.ts';
import * as sql from '../../../sql/expression.ts';
import { type Dialect, printSelect } from '../../../sql/print.ts';
import { output } from '../../../sql/select.ts';
import { sparkDialect } from '../dialect.ts';
import { literal } from '../text.ts';

// No identifier and no number holds one.
const mark = '\u0000';

const constant = (value: string | number | boolean): string =>
  typeof value === 'string' ? literal(value) : String(value);

/**
 * An expression of the model as Spark SQL over columns of these texts. Constants are literals of
 * it: a streaming query is its text, which names its checkpoint.
 */
export const expressionText = (
  node: ExprNode,
  context: QueryContext,
  columnOf: (name: string) => string,
): string => {
  const names = new Map<string, string>();
  const column = (name: string): sql.SqlExpr => {
    names.set(`column ${name}`, columnOf(name));
    return sql.column(`column ${name}`);
  };
  const from = { table: 'of', as: 'of' };
  const dialect: Dialect = {
    ...sparkDialect,
    quote: (name) => names.get(name) ?? name,
    placeholder: (position) => `${mark}${position}${mark}`,
  };
  // A SELECT of nothing but the expression: what is printed around it is always the same.
  const print = (one: sql.SqlExpr) =>
    printSelect({ columns: [output(one, 'value')], from }, dialect);
  const [before = '', after = ''] = print(sql.nothing).sql.split('NULL');
  const { sql: whole, values } = print(expressionSql(node, { column }, context));
  const text = whole.slice(before.length, whole.length - after.length);
  return text
    .split(mark)
    .map((part, index) => (index % 2 === 0 ? part : constant(values[Number(part) - 1] ?? '')))
    .join('');
};

/** The value where the condition is true, else null; without a condition always. */
export const whereTrue = (of: string, condition: string | undefined): string =>
  condition === undefined ? of : `CASE WHEN ${condition} THEN ${of} END`;
