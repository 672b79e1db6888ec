import type { ExprNode } from '../model/expression.ts';
import { columnsIn, expressionsOf } from '../model/walk.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import { expressionSql } from './expression-sql.ts';
import { textAlias, textTable, timeBucket } from './physical.ts';
import type { QueryContext } from './query.ts';
import { alias, type Relation } from './relation.ts';

const isListener = (node: ExprNode): boolean => node.op === 'column' && node.name === 'user_id';

/** Reads a table of sessions; the time of a session is that of its last event. */
export const sessionsRelation = (table: string, rows: number, context: QueryContext): Relation => {
  const own = (name: string): SqlExpr => sql.column(name, alias);
  const to = (node: ExprNode): SqlExpr =>
    expressionSql(
      node,
      {
        column: (name) =>
          name === 'user_id' ? sql.column('text', textAlias('user_id')) : own(name),
      },
      context,
    );
  const operand = (node: ExprNode): SqlExpr => (isListener(node) ? own('user_id') : to(node));
  return {
    table,
    rows,
    serves: () => true,
    slot: (slot) => {
      if (slot.kind === 'time') return timeBucket(own('ended_at'), slot.widthUs);
      if (slot.kind === 'expr') return operand(slot.node);
      throw new TypeError(`sessions have no ${slot.kind} slot`);
    },
    aggregate: (one) => {
      const guard = (value: SqlExpr): SqlExpr =>
        one.where === undefined ? value : sql.when([{ when: to(one.where), then: value }]);
      switch (one.fn) {
        case 'count':
          return one.where === undefined ? sql.call('count') : sql.call('countIf', to(one.where));
        case 'sum':
        case 'min':
        case 'max':
          return sql.call(one.fn, guard(operand(one.of)));
        case 'distinct':
        case 'percentile':
          throw new TypeError(`${one.fn} is computed in a step of its own`);
      }
    },
    filter: (need) => need.where && to(need.where),
    joins: (need) => {
      const nodes = [
        ...need.slots.flatMap((slot) =>
          slot.kind === 'expr' && !isListener(slot.node) ? [slot.node] : [],
        ),
        ...need.aggregates.flatMap((one) => expressionsOf(one).filter((node) => !isListener(node))),
        ...(need.where === undefined ? [] : [need.where]),
      ];
      return nodes.flatMap(columnsIn).includes('user_id')
        ? [
            {
              kind: 'left',
              table: textTable('user_id'),
              as: textAlias('user_id'),
              on: sql.binary(sql.column('code', textAlias('user_id')), '=', own('user_id')),
            },
          ]
        : [];
    },
  };
};
