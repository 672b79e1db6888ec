import type { Analytic } from '../model/analytic.ts';
import type { KeyColumn, LabelColumn } from '../model/dimension.ts';
import { isKey, isLabel } from '../model/dimension.ts';
import type { ExprNode } from '../model/expression.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import { localPart } from './expression-sql.ts';
import {
  codeOf,
  type DictionaryField,
  groupOf,
  type Physical,
  unknownCode,
  unknownInteger,
  unknownKey,
} from './physical.ts';
import type { QueryContext } from './query.ts';
import type { Relation } from './relation.ts';
import type { Slot } from './slot.ts';

/** How something that rows are grouped by (or counted over) is found in a relation. */
export interface Grouping {
  readonly slots: readonly Slot[];
  /** An integer that is never null; unknown is larger than all others. */
  readonly code: (relation: Relation) => SqlExpr;
  readonly unknown: number;
  /** Set where the integer is the code of a text. */
  readonly field: DictionaryField | undefined;
  /** Dictionary to join for the code. */
  readonly dictionary: number | 'action' | undefined;
}

/** The grouping where only identity matters, as in counting what is different. */
export const identityOf = (grouping: Grouping, physical: Physical): Grouping => {
  const [slot] = grouping.slots;
  if (slot?.kind !== 'key' || grouping.field === undefined) return grouping;
  if (!physical.identities.has(grouping.field)) return grouping;
  return {
    ...grouping,
    code: (relation) => relation.slot(slot),
    unknown: unknownKey,
    dictionary: undefined,
  };
};

const numericColumns = new Set(['event_time', 'played_ms', 'song_duration_ms']);

const textField = (node: ExprNode): DictionaryField | undefined =>
  node.op === 'column' && !numericColumns.has(node.name)
    ? (node.name as DictionaryField)
    : undefined;

/** Grouping of session rows by an expression; the listener of a session is the code of its text. */
export const sessionGrouping = (node: ExprNode): Grouping => {
  const slot: Slot = { kind: 'expr', node };
  const listener = node.op === 'column' && node.name === 'user_id';
  return {
    slots: [slot],
    code: (relation) =>
      listener
        ? relation.slot(slot)
        : sql.call('coalesce', relation.slot(slot), sql.integer(unknownInteger)),
    unknown: unknownInteger,
    field: listener ? 'user_id' : undefined,
    dictionary: undefined,
  };
};

/** Grouping of event rows by an expression; `widthUs` is the time bucket that local times may use. */
export const groupingOf = (
  node: ExprNode,
  physical: Physical,
  context: QueryContext,
  widthUs: number | undefined,
): Grouping => {
  const field = textField(node);
  if (field !== undefined) {
    const dictionary = groupOf(physical, field);
    return {
      slots: [dictionary === 'action' ? { kind: 'action' } : { kind: 'key', group: dictionary }],
      code: () => codeOf(physical, field),
      unknown: unknownCode,
      field,
      dictionary,
    };
  }
  const plain = { unknown: unknownInteger, field: undefined, dictionary: undefined };
  if (node.op === 'local' && node.of.op === 'column' && widthUs !== undefined) {
    const slot: Slot = { kind: 'time', widthUs };
    return {
      ...plain,
      slots: [slot],
      code: (relation) =>
        localPart(
          node.part,
          sql.binary(relation.slot(slot), '*', sql.integer(widthUs)),
          context.zone,
        ),
    };
  }
  const slot: Slot = { kind: 'expr', node };
  return {
    ...plain,
    slots: [slot],
    code: (relation) => sql.call('coalesce', relation.slot(slot), sql.integer(unknownInteger)),
  };
};

export const keyColumns = (
  analytic: Analytic,
): readonly (KeyColumn & { readonly knownOnly: boolean })[] =>
  analytic.by.flatMap((dimension) =>
    dimension.columns.filter(isKey).map((key) => ({ ...key, knownOnly: dimension.knownOnly })),
  );

export const labelColumns = (analytic: Analytic): readonly LabelColumn[] =>
  analytic.by.flatMap((dimension) => dimension.columns.filter(isLabel));
