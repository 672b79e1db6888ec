import type { ExprNode, LocalPart } from '../model/expression.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import { timeBucket } from './physical.ts';
import type { QueryContext, ZoneOffsets } from './query.ts';

const hourUs = 3_600_000_000;
const dayUs = 24 * hourUs;

/** Offset of local time at an instant: a balanced tree of comparisons with the changes of the zone. */
const offsetAt = (at: SqlExpr, { starts, offsets }: ZoneOffsets): SqlExpr => {
  const pick = (from: number, to: number): SqlExpr => {
    if (to - from === 1) return sql.integer(offsets[from] ?? 0);
    const middle = (from + to) >> 1;
    return sql.when(
      [
        {
          when: sql.binary(at, '<', sql.integer(starts[middle] ?? 0)),
          then: pick(from, middle),
        },
      ],
      pick(middle, to),
    );
  };
  return pick(0, offsets.length);
};

/** A part of the local time of an instant (microseconds): hour 0–23, ISO weekday 1–7 or day since 1970. */
export const localPart = (part: LocalPart, at: SqlExpr, zone: ZoneOffsets): SqlExpr => {
  const offset = offsetAt(at, zone);
  const local = zone.offsets.every((one) => one === 0) ? at : sql.binary(at, '+', offset);
  const day = timeBucket(local, dayUs);
  switch (part) {
    case 'hour':
      return sql.call('mod', timeBucket(local, hourUs), sql.integer(24));
    case 'weekday':
      return sql.binary(
        sql.call('mod', sql.binary(day, '+', sql.integer(3)), sql.integer(7)),
        '+',
        sql.integer(1),
      );
    case 'day':
      return day;
  }
};

const lengths = new Set(['played_ms', 'song_duration_ms']);

/** Whether the value is certain not to be negative, where it is known. */
const isNatural = (node: ExprNode): boolean => {
  switch (node.op) {
    case 'column':
      return lengths.has(node.name);
    case 'value':
      return typeof node.value === 'number' && node.value >= 0;
    case 'least':
      return isNatural(node.left) && isNatural(node.right);
    case 'arithmetic':
      return node.by !== '-' && isNatural(node.left) && isNatural(node.right);
    default:
      return false;
  }
};

/** How the columns of a relation are read. */
export interface Columns {
  readonly column: (name: string) => SqlExpr;
  /** A shorter form of a node that is equal to it. */
  readonly short?: (node: ExprNode) => SqlExpr | undefined;
  /** A shorter form of a condition that is false where it is unknown, so not for use under `not`. */
  readonly shortCondition?: (node: ExprNode) => SqlExpr | undefined;
}

/** Whole numbers of definitions and settings are part of the plan; everything else is bound. */
const constant = (value: string | number | boolean): SqlExpr =>
  Number.isSafeInteger(value) ? sql.integer(value as number) : sql.bind(value);

const positive = ({ column, short }: Columns): Columns =>
  short === undefined ? { column } : { column, short };

/** An expression of the model in SQL: unknown operands make an unknown result, as in the model. */
export const expressionSql = (node: ExprNode, columns: Columns, context: QueryContext): SqlExpr => {
  const to = (one: ExprNode): SqlExpr => expressionSql(one, columns, context);
  const short = columns.short?.(node) ?? columns.shortCondition?.(node);
  if (short !== undefined) return short;
  switch (node.op) {
    case 'column':
      return columns.column(node.name);
    case 'value':
      return constant(node.value);
    case 'setting':
      return constant(context.settings[node.name]);
    case 'compare':
      return sql.binary(to(node.left), node.by, to(node.right));
    case 'arithmetic': {
      const [left, right] = [to(node.left), to(node.right)];
      if (node.by !== 'floorDiv' && node.by !== 'mod') return sql.binary(left, node.by, right);
      const plain = node.by === 'floorDiv' && isNatural(node);
      return sql.call(plain ? 'div' : node.by, left, right);
    }
    case 'least':
      return sql.call('least', to(node.left), to(node.right));
    case 'all':
      return sql.and(...node.terms.map(to));
    case 'any':
      return sql.or(...node.terms.map(to));
    case 'not':
      return sql.not(expressionSql(node.term, positive(columns), context));
    case 'known':
      return sql.isNotNull(to(node.term));
    case 'local':
      return localPart(node.part, to(node.of), context.zone);
    case 'band': {
      const of = to(node.of);
      const bounds = [...node.bounds].sort((left, right) => right - left);
      return sql.when(
        bounds.map((bound) => ({
          when: sql.binary(of, '>=', sql.integer(bound)),
          then: sql.integer(bound),
        })),
      );
    }
  }
};
