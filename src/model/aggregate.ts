import type { Expr, ExprNode, RowKind, ScalarType } from './expression.ts';

/**
 * A mergeable aggregate: it has a partial, partials combine in any order and grouping, and the
 * combined partial finishes to one value. `aggregate-functions.ts` holds the three for each.
 */
export type Aggregate =
  | { readonly fn: 'count'; readonly where?: ExprNode }
  | { readonly fn: 'sum'; readonly of: ExprNode; readonly where?: ExprNode }
  | { readonly fn: 'min' | 'max'; readonly of: ExprNode; readonly where?: ExprNode }
  | { readonly fn: 'distinct'; readonly of: ExprNode; readonly where?: ExprNode }
  | {
      readonly fn: 'percentile';
      readonly of: ExprNode;
      readonly percent: number;
      readonly where?: ExprNode;
    };

export type AggregateType = 'integer' | 'instant' | 'text';

/** An aggregate with the type of its value and the rows that it reads. */
export interface TypedAggregate<
  T extends AggregateType = AggregateType,
  R extends RowKind = RowKind,
> {
  readonly type: T;
  readonly row: R;
  readonly aggregate: Aggregate;
}

interface Where<R extends RowKind> {
  readonly where?: Expr<'boolean', R>;
}

const condition = (where: Expr<'boolean'> | undefined): { readonly where?: ExprNode } =>
  where === undefined ? {} : { where: where.node };

const typed = <T extends AggregateType, R extends RowKind>(
  type: T,
  row: R,
  aggregate: Aggregate,
): TypedAggregate<T, R> => Object.freeze({ type, row, aggregate: Object.freeze(aggregate) });

/** Number of rows, or of those where the condition is true. */
export const count = <R extends RowKind>(
  row: R,
  where?: Expr<'boolean', R>,
): TypedAggregate<'integer', R> => typed('integer', row, { fn: 'count', ...condition(where) });

/** Sum of the known values; 0 where there is none. */
export const sum = <R extends RowKind>(
  of: Expr<'integer', R>,
  { where }: Where<R> = {},
): TypedAggregate<'integer', R> =>
  typed('integer', of.row, { fn: 'sum', of: of.node, ...condition(where) });

type Ordered = 'integer' | 'instant' | 'text';

/** Smallest known value (text by UTF-8 bytes), null where there is none. */
export const smallest = <T extends Ordered, R extends RowKind>(
  of: Expr<T, R>,
  { where }: Where<R> = {},
): TypedAggregate<T, R> => typed(of.type, of.row, { fn: 'min', of: of.node, ...condition(where) });

/** Largest known value (text by UTF-8 bytes), null where there is none. */
export const largest = <T extends Ordered, R extends RowKind>(
  of: Expr<T, R>,
  { where }: Where<R> = {},
): TypedAggregate<T, R> => typed(of.type, of.row, { fn: 'max', of: of.node, ...condition(where) });

/** Number of different known values, exactly. */
export const distinct = <R extends RowKind>(
  of: Expr<Exclude<ScalarType, 'boolean'>, R>,
  { where }: Where<R> = {},
): TypedAggregate<'integer', R> =>
  typed('integer', of.row, { fn: 'distinct', of: of.node, ...condition(where) });

/** Nearest-rank percentile: the value at rank ceil(percent · n / 100), null where there is none. */
export const percentile = <R extends RowKind>(
  percent: number,
  of: Expr<'integer', R>,
  { where }: Where<R> = {},
): TypedAggregate<'integer', R> =>
  typed('integer', of.row, { fn: 'percentile', of: of.node, percent, ...condition(where) });
