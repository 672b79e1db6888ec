import type { Aggregate } from '../model/aggregate.ts';
import type { ExprNode } from '../model/expression.ts';
import { columnsIn, expressionsOf } from '../model/walk.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import type { Join } from '../sql/select.ts';
import { actionCondition } from './action-code.ts';
import { expressionSql } from './expression-sql.ts';
import {
  code,
  factColumns,
  isKnownLength,
  isLength,
  isStrict,
  type Known,
  knownIn,
  time,
} from './fact-columns.ts';
import {
  codeOf,
  dictAlias,
  dictTable,
  type DictionaryField,
  factsTable,
  groupOf,
  keyColumn,
  type Physical,
  textAlias,
  textTable,
  timeBucket,
  unknownCode,
} from './physical.ts';
import type { QueryContext } from './query.ts';
import { alias, type Relation } from './relation.ts';
import type { Slot } from './slot.ts';

const isTextField = (name: string): name is DictionaryField =>
  name !== 'event_time' && !isLength(name);

/** Joins the dictionary of a group to the relation's key (or action) column. */
export const joinDictionary = (group: number | 'action'): Join => ({
  kind: 'inner',
  table: dictTable(group),
  as: dictAlias(group),
  on: sql.binary(
    sql.column('key', dictAlias(group)),
    '=',
    sql.column(group === 'action' ? 'action' : keyColumn(group), alias),
  ),
});

const joinText = (physical: Physical, field: DictionaryField): Join => ({
  kind: 'left',
  table: textTable(field),
  as: textAlias(field),
  on: sql.binary(sql.column('code', textAlias(field)), '=', codeOf(physical, field)),
});

/** The text fields that an expression needs as text; comparing actions needs none, codes decide. */
const readsText = (node: ExprNode): readonly DictionaryField[] => {
  if (actionCondition(node, code) !== undefined) return [];
  if (node.op === 'all' || node.op === 'any') return node.terms.flatMap(readsText);
  if (node.op === 'not') return readsText(node.term);
  return columnsIn(node).filter(isTextField);
};

export interface FactsOptions {
  /**
   * Conditions and sums in the form that costs an engine least which reads row after row: settings
   * compared as plain numbers, and 0 for a sum of nothing, which every reader of a sum makes of
   * unknown anyway.
   */
  readonly terse?: boolean;
}

/** The events themselves: serves every need. */
export const factsRelation = (
  physical: Physical,
  rows: number,
  context: QueryContext,
  { terse = false }: FactsOptions = {},
): Relation => {
  const settings = terse ? context.settings : undefined;
  const to = (node: ExprNode, known: Known = new Set()): SqlExpr =>
    expressionSql(node, factColumns(known, settings), context);

  const textCode = (node: ExprNode): SqlExpr | undefined =>
    node.op === 'column' && isTextField(node.name) ? codeOf(physical, node.name) : undefined;

  const knownCode = (node: ExprNode): SqlExpr | undefined => {
    const code = textCode(node);
    return (
      code && sql.when([{ when: sql.binary(code, '<', sql.integer(unknownCode)), then: code }])
    );
  };

  const aggregate = (one: Aggregate): SqlExpr => {
    if (one.fn === 'distinct' || one.fn === 'percentile') {
      throw new TypeError(`${one.fn} is computed in a step of its own`);
    }
    if (one.fn === 'count') {
      return one.where === undefined ? sql.call('count') : sql.call('countIf', to(one.where));
    }
    // An unknown length would make the operand unknown, and so be passed over: it is asked for first.
    const asked = isStrict(one.of) ? columnsIn(one.of).filter(isLength) : [];
    const known: Known = new Set([...knownIn(one.where), ...asked]);
    const conditions = [
      ...(one.where === undefined ? [] : [to(one.where)]),
      ...asked.filter((name) => !knownIn(one.where).has(name)).map(isKnownLength),
    ];
    const value = knownCode(one.of) ?? to(one.of, known);
    const otherwise = terse && one.fn === 'sum' ? sql.integer(0) : undefined;
    const guarded =
      conditions.length === 0
        ? value
        : sql.when([{ when: sql.and(...conditions), then: value }], otherwise);
    return sql.call(one.fn, guarded);
  };

  const slotNodes = (slots: readonly Slot[]): readonly ExprNode[] =>
    slots.flatMap((slot) => (slot.kind === 'expr' ? [slot.node] : []));

  return {
    table: factsTable,
    rows,
    serves: () => true,
    slot: (slot) => {
      switch (slot.kind) {
        case 'key':
          return sql.column(keyColumn(slot.group), alias);
        case 'action':
          return sql.column('action', alias);
        case 'time':
          return timeBucket(time, slot.widthUs);
        case 'expr':
          return textCode(slot.node) ?? to(slot.node);
      }
    },
    aggregate,
    filter: (need) => need.where && to(need.where),
    joins: (need) => {
      const nodes = [
        ...slotNodes(need.slots),
        ...need.aggregates.flatMap(expressionsOf),
        ...(need.where === undefined ? [] : [need.where]),
      ];
      const fields = [...new Set(nodes.flatMap(readsText))];
      const groups = [...new Set(fields.map((field) => groupOf(physical, field)))];
      return [...groups.map(joinDictionary), ...fields.map((field) => joinText(physical, field))];
    },
  };
};
