import type { SettingName } from './settings.ts';

/** The type of a value inside the model; instants are integers of microseconds since 1970. */
export type ScalarType = 'text' | 'integer' | 'instant' | 'boolean';

/** Which rows an expression reads: events, or the sessions made of them. */
export type RowKind = 'event' | 'session';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | 'floorDiv' | 'mod';
export type LocalPart = 'hour' | 'weekday' | 'day';

/** The tree of an expression: plain data, so that engines, printers and plans can walk it. */
export type ExprNode =
  | { readonly op: 'column'; readonly name: string }
  | { readonly op: 'value'; readonly value: string | number | boolean }
  | { readonly op: 'setting'; readonly name: SettingName }
  | {
      readonly op: 'compare';
      readonly by: Comparison;
      readonly left: ExprNode;
      readonly right: ExprNode;
    }
  | {
      readonly op: 'arithmetic';
      readonly by: Arithmetic;
      readonly left: ExprNode;
      readonly right: ExprNode;
    }
  | { readonly op: 'least'; readonly left: ExprNode; readonly right: ExprNode }
  | { readonly op: 'all' | 'any'; readonly terms: readonly ExprNode[] }
  | { readonly op: 'not' | 'known'; readonly term: ExprNode }
  | { readonly op: 'local'; readonly part: LocalPart; readonly of: ExprNode }
  | { readonly op: 'band'; readonly of: ExprNode; readonly bounds: readonly number[] };

/**
 * A typed expression over one row. Comparisons with an unknown (`null`) operand are unknown,
 * and a condition counts only where it is true, as in SQL.
 */
export interface Expr<T extends ScalarType = ScalarType, R extends RowKind = RowKind> {
  readonly type: T;
  readonly row: R;
  readonly node: ExprNode;
}

type Operand<T extends ScalarType, R extends RowKind> =
  | Expr<T, R>
  | (T extends 'text' ? string : T extends 'boolean' ? boolean : number);

const nodeOf = (operand: Expr | string | number | boolean): ExprNode =>
  typeof operand === 'object' ? operand.node : { op: 'value', value: operand };

const expr = <T extends ScalarType, R extends RowKind>(
  type: T,
  row: R,
  node: ExprNode,
): Expr<T, R> => Object.freeze({ type, row, node: Object.freeze(node) });

export const column = <T extends ScalarType, R extends RowKind>(
  type: T,
  row: R,
  name: string,
): Expr<T, R> => expr(type, row, { op: 'column', name });

/** A number that the user may configure, such as the stream rule; read when a run is planned. */
export const setting = <R extends RowKind>(row: R, name: SettingName): Expr<'integer', R> =>
  expr('integer', row, { op: 'setting', name });

const compare =
  (by: Comparison) =>
  <T extends ScalarType, R extends RowKind>(
    left: Expr<T, R>,
    right: Operand<T, R>,
  ): Expr<'boolean', R> =>
    expr('boolean', left.row, { op: 'compare', by, left: left.node, right: nodeOf(right) });

export const equals = compare('=');
export const differs = compare('<>');
export const lessThan = compare('<');
export const atMost = compare('<=');
export const moreThan = compare('>');
export const atLeast = compare('>=');

const arithmetic =
  (by: Arithmetic) =>
  <R extends RowKind>(
    left: Expr<'integer' | 'instant', R>,
    right: Operand<'integer' | 'instant', R>,
  ): Expr<'integer', R> =>
    expr('integer', left.row, { op: 'arithmetic', by, left: left.node, right: nodeOf(right) });

export const plus = arithmetic('+');
export const minus = arithmetic('-');
export const times = arithmetic('*');
/** Division rounded towards minus infinity, so that times before 1970 fall into the right bucket. */
export const floorDiv = arithmetic('floorDiv');
export const modulo = arithmetic('mod');

export const least = <R extends RowKind>(
  left: Expr<'integer', R>,
  right: Operand<'integer', R>,
): Expr<'integer', R> =>
  expr('integer', left.row, { op: 'least', left: left.node, right: nodeOf(right) });

const combine =
  (op: 'all' | 'any') =>
  <R extends RowKind>(
    first: Expr<'boolean', R>,
    ...more: readonly Expr<'boolean', R>[]
  ): Expr<'boolean', R> =>
    expr('boolean', first.row, { op, terms: [first, ...more].map((term) => term.node) });

export const all = combine('all');
export const any = combine('any');

export const not = <R extends RowKind>(term: Expr<'boolean', R>): Expr<'boolean', R> =>
  expr('boolean', term.row, { op: 'not', term: term.node });

/** True where the value is there. */
export const known = <R extends RowKind>(term: Expr<ScalarType, R>): Expr<'boolean', R> =>
  expr('boolean', term.row, { op: 'known', term: term.node });

/**
 * A part of an instant in the time zone of the run, daylight saving included: `hour` 0–23,
 * ISO `weekday` 1–7 (Monday is 1), `day` in days since 1970-01-01.
 */
export const local = <R extends RowKind>(
  part: LocalPart,
  of: Expr<'instant', R>,
): Expr<'integer', R> => expr('integer', of.row, { op: 'local', part, of: of.node });

/** The largest of the ascending `bounds` that is not above the value; the first must be reachable. */
export const band = <R extends RowKind>(
  of: Expr<'integer', R>,
  bounds: readonly number[],
): Expr<'integer', R> =>
  expr('integer', of.row, { op: 'band', of: of.node, bounds: Object.freeze([...bounds]) });
