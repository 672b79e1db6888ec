import type { ExprNode } from '../../../model/expression.ts';
import { expressionSql } from '../../../plan/expression-sql.ts';
import type { QueryContext } from '../../../plan/query.ts';
import * as sql from '../../../sql/expression.ts';
import { type Bound, printExpression } from '../../../sql/print.ts';
import { sparkDialect } from '../dialect.ts';
import { literal } from '../text.ts';

const constant = (value: Bound): string =>
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
  return printExpression(expressionSql(node, { column }, context), {
    ...sparkDialect,
    quote: (name) => names.get(name) ?? name,
    placeholder: (_, value) => constant(value),
  });
};

/** Makes expressions over events text, whose columns have the names of their fields. */
export const eventText =
  (context: QueryContext) =>
  (node: ExprNode): string =>
    expressionText(node, context, (name) => name);

/** The value where the condition is true, else null; without a condition always. */
export const whereTrue = (of: string, condition: string | undefined): string =>
  condition === undefined ? of : `CASE WHEN ${condition} THEN ${of} END`;
