import { type Action, actions } from '../event/event.ts';
import type { ExprNode } from '../model/expression.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';

/** The codes of a condition that says "the action is one of", or undefined for any other. */
const actionCodes = (node: ExprNode): readonly number[] | undefined => {
  if (node.op === 'any') {
    const codes = node.terms.map(actionCodes);
    return codes.every((one) => one !== undefined) ? codes.flat() : undefined;
  }
  return node.op === 'compare' &&
    node.by === '=' &&
    node.left.op === 'column' &&
    node.left.name === 'action' &&
    node.right.op === 'value' &&
    typeof node.right.value === 'string'
    ? [actions.indexOf(node.right.value as Action)]
    : undefined;
};

/** A range of codes is one comparison or two; other sets are a comparison each. */
const isOneOf = (of: SqlExpr, codes: readonly number[]): SqlExpr => {
  const sorted = [...new Set(codes)].sort((left, right) => left - right);
  const [first = -1, last = -1] = [sorted[0], sorted.at(-1)];
  const isRange = sorted.length > 1 && last - first === sorted.length - 1;
  if (!isRange) return sql.or(...sorted.map((code) => sql.binary(of, '=', sql.integer(code))));
  const from = sql.binary(of, '>=', sql.integer(first));
  return last === actions.length - 1
    ? from
    : sql.and(from, sql.binary(of, '<=', sql.integer(last)));
};

/** A condition on the action as a comparison of codes, or undefined for any other expression. */
export const actionCondition = (node: ExprNode, code: SqlExpr): SqlExpr | undefined => {
  if (node.op === 'compare' && node.by === '<>') {
    const [other] = actionCodes({ ...node, by: '=' }) ?? [];
    return other === undefined ? undefined : sql.binary(code, '<>', sql.integer(other));
  }
  const codes = actionCodes(node);
  return codes === undefined ? undefined : isOneOf(code, codes);
};
