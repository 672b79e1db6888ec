import type { Aggregate } from '../model/aggregate.ts';
import type { ExprNode } from '../model/expression.ts';
import { columnsIn, expressionsOf } from '../model/walk.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import type { Join } from '../sql/select.ts';
import { type Columns, expressionSql } from './expression-sql.ts';
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

/** Unknown lengths are stored as -1; arithmetic on lengths needs 64 bits. */
const length = (name: string): SqlExpr => {
  const stored = sql.column(name, alias);
  return sql.when([
    { when: sql.binary(stored, '>=', sql.integer(0)), then: sql.cast(stored, 'int64') },
  ]);
};

const numeric: Readonly<Record<string, SqlExpr>> = {
  event_time: sql.column('t', alias),
  played_ms: length('played'),
  song_duration_ms: length('duration'),
};

const isTextField = (name: string): name is DictionaryField => !(name in numeric);

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

/** Comparing an action with a word needs no text: codes decide. */
const readsText = (node: ExprNode): readonly DictionaryField[] => {
  if (node.op === 'compare' && node.left.op === 'column' && node.left.name === 'action') {
    const plain = (node.by === '=' || node.by === '<>') && node.right.op === 'value';
    if (plain) return [];
  }
  if (node.op === 'all' || node.op === 'any') return node.terms.flatMap(readsText);
  if (node.op === 'not') return readsText(node.term);
  return columnsIn(node).filter(isTextField);
};

/** The events themselves: serves every need. */
export const factsRelation = (physical: Physical, rows: number, context: QueryContext): Relation => {
  const columns: Columns = {
    column: (name) =>
      isTextField(name)
        ? sql.column('text', textAlias(name))
        : (numeric[name] ?? sql.nothing),
    actionCode: sql.column('action', alias),
  };
  const to = (node: ExprNode): SqlExpr => expressionSql(node, columns, context);
  const t = sql.column('t', alias);

  const textCode = (node: ExprNode): SqlExpr | undefined =>
    node.op === 'column' && isTextField(node.name) ? codeOf(physical, node.name) : undefined;

  const knownCode = (node: ExprNode): SqlExpr | undefined => {
    const code = textCode(node);
    return (
      code &&
      sql.when([{ when: sql.binary(code, '<', sql.integer(unknownCode)), then: code }])
    );
  };

  const aggregate = (one: Aggregate): SqlExpr => {
    const guard = (value: SqlExpr): SqlExpr =>
      one.where === undefined ? value : sql.when([{ when: to(one.where), then: value }]);
    switch (one.fn) {
      case 'count':
        return one.where === undefined ? sql.call('count') : sql.call('count', to(one.where));
      case 'sum':
        return sql.call('sum', guard(to(one.of)));
      case 'min':
      case 'max':
        return sql.call(one.fn, guard(knownCode(one.of) ?? to(one.of)));
      case 'distinct':
      case 'percentile':
        throw new TypeError(`${one.fn} is computed in a step of its own`);
    }
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
          return timeBucket(t, slot.widthUs);
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
