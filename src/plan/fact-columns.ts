import type { ExprNode } from '../model/expression.ts';
import type { Settings } from '../model/settings.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import { actionCondition } from './action-code.ts';
import type { Columns } from './expression-sql.ts';
import { textAlias } from './physical.ts';
import { alias } from './relation.ts';

/** Names of lengths that are certain to be known where an expression is evaluated. */
export type Known = ReadonlySet<string>;

const stored: Readonly<Record<string, SqlExpr>> = {
  played_ms: sql.column('played', alias),
  song_duration_ms: sql.column('duration', alias),
};

export const isLength = (name: string): boolean => name in stored;

export const time: SqlExpr = sql.column('t', alias);
export const code: SqlExpr = sql.column('action', alias);

const storedLength = (node: ExprNode): SqlExpr | undefined =>
  node.op === 'column' ? stored[node.name] : undefined;

/** Unknown lengths are stored as -1. */
export const isKnownLength = (name: string): SqlExpr =>
  sql.binary(stored[name] ?? sql.nothing, '>=', sql.integer(0));

/** Arithmetic on lengths needs 64 bits. */
const length = (name: string, known: Known): SqlExpr => {
  const wide = sql.cast(stored[name] ?? sql.nothing, 'int64');
  return known.has(name) ? wide : sql.when([{ when: isKnownLength(name), then: wide }]);
};

const isNatural = (node: ExprNode): boolean =>
  node.op === 'setting' ||
  (node.op === 'value' && typeof node.value === 'number' && node.value >= 0);

/** The lengths that a condition makes certain. */
export const knownIn = (where: ExprNode | undefined): Known => {
  if (where === undefined) return new Set();
  if (where.op === 'all') return new Set(where.terms.flatMap((term) => [...knownIn(term)]));
  const term = where.op === 'known' ? where.term : undefined;
  return new Set(term?.op === 'column' && isLength(term.name) ? [term.name] : []);
};

/** Whether the expression is unknown as soon as one of its columns is. */
export const isStrict = (node: ExprNode): boolean =>
  node.op === 'column' ||
  node.op === 'value' ||
  node.op === 'setting' ||
  (node.op === 'arithmetic' && isStrict(node.left) && isStrict(node.right));

/** The natural number of an expression that is one; settings only where they are given. */
const naturalOf = (node: ExprNode, settings: Settings | undefined): number | undefined => {
  if (!isNatural(node)) return undefined;
  const value = node.op === 'setting' ? settings?.[node.name] : node.op === 'value' && node.value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
};

/**
 * The columns of the facts, with the comparisons that their way of storing makes short; with
 * `settings`, those with a setting as well.
 */
export const factColumns = (known: Known, settings?: Settings): Columns => ({
  column: (name) => {
    if (name === 'event_time') return time;
    return isLength(name) ? length(name, known) : sql.column('text', textAlias(name));
  },
  short: (node) => {
    const knownLength = node.op === 'known' && storedLength(node.term);
    return knownLength
      ? sql.binary(knownLength, '>=', sql.integer(0))
      : actionCondition(node, code);
  },
  // -1 is not above any natural number, so that the unknown needs no test of its own.
  shortCondition: (node) => {
    if (node.op !== 'compare' || (node.by !== '>' && node.by !== '>=')) return undefined;
    const left = storedLength(node.left);
    const right = naturalOf(node.right, settings);
    return left === undefined || right === undefined
      ? undefined
      : sql.binary(left, node.by, sql.integer(right));
  },
});
