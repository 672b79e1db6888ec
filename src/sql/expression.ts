/** Types that every dialect can name. */
export type SqlType = 'int64' | 'int32' | 'double' | 'text' | 'boolean';

/** Functions that every dialect has to print; `Record<SqlFunction, …>` keeps dialects complete. */
export type SqlFunction =
  | 'count'
  | 'sum'
  | 'min'
  | 'max'
  | 'floorDiv'
  /** Division of whole numbers that are not negative. */
  | 'div'
  | 'mod'
  /** The smaller of the known operands. */
  | 'least'
  /** Number of rows where the condition is true. */
  | 'countIf'
  | 'coalesce'
  | 'rowNumber'
  | 'lag';

export type SqlOperator = '+' | '-' | '*' | '/' | '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface SortTerm {
  readonly by: SqlExpr;
  readonly descending: boolean;
}

/** A typed SQL expression: plain data, printed by a dialect. */
export type SqlExpr =
  | { readonly kind: 'column'; readonly table: string | undefined; readonly name: string }
  /** A value from outside: always bound, never part of the text. */
  | { readonly kind: 'bind'; readonly value: string | number | boolean }
  /** A whole number of the plan itself, such as the code of an action. */
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'call'; readonly fn: SqlFunction; readonly args: readonly SqlExpr[] }
  | {
      readonly kind: 'binary';
      readonly op: SqlOperator;
      readonly left: SqlExpr;
      readonly right: SqlExpr;
    }
  | { readonly kind: 'logic'; readonly op: 'and' | 'or'; readonly terms: readonly SqlExpr[] }
  | { readonly kind: 'not' | 'isNotNull'; readonly term: SqlExpr }
  | {
      readonly kind: 'case';
      readonly branches: readonly { readonly when: SqlExpr; readonly then: SqlExpr }[];
      readonly otherwise: SqlExpr;
    }
  | { readonly kind: 'cast'; readonly to: SqlType; readonly term: SqlExpr }
  | {
      readonly kind: 'over';
      readonly call: SqlExpr;
      readonly partitionBy: readonly SqlExpr[];
      readonly orderBy: readonly SortTerm[];
      /** From the first row of the partition to the current one. */
      readonly running: boolean;
    };

export const column = (name: string, table?: string): SqlExpr => ({ kind: 'column', table, name });
export const bind = (value: string | number | boolean): SqlExpr => ({ kind: 'bind', value });
export const integer = (value: number): SqlExpr => ({ kind: 'integer', value });
export const nothing: SqlExpr = { kind: 'nothing' };

export const call = (fn: SqlFunction, ...args: readonly SqlExpr[]): SqlExpr => ({
  kind: 'call',
  fn,
  args,
});

export const binary = (left: SqlExpr, op: SqlOperator, right: SqlExpr): SqlExpr => ({
  kind: 'binary',
  op,
  left,
  right,
});

export const and = (...terms: readonly SqlExpr[]): SqlExpr =>
  terms.length === 1 && terms[0] !== undefined ? terms[0] : { kind: 'logic', op: 'and', terms };

export const or = (...terms: readonly SqlExpr[]): SqlExpr =>
  terms.length === 1 && terms[0] !== undefined ? terms[0] : { kind: 'logic', op: 'or', terms };

export const not = (term: SqlExpr): SqlExpr => ({ kind: 'not', term });
export const isNotNull = (term: SqlExpr): SqlExpr => ({ kind: 'isNotNull', term });
export const cast = (term: SqlExpr, to: SqlType): SqlExpr => ({ kind: 'cast', to, term });

export const when = (
  branches: readonly { readonly when: SqlExpr; readonly then: SqlExpr }[],
  otherwise: SqlExpr = nothing,
): SqlExpr => ({ kind: 'case', branches, otherwise });

export const over = (
  call_: SqlExpr,
  more: {
    readonly partitionBy?: readonly SqlExpr[];
    readonly orderBy?: readonly SortTerm[];
    readonly running?: boolean;
  },
): SqlExpr => ({
  kind: 'over',
  call: call_,
  partitionBy: more.partitionBy ?? [],
  orderBy: more.orderBy ?? [],
  running: more.running ?? false,
});

export const ascending = (by: SqlExpr): SortTerm => ({ by, descending: false });
