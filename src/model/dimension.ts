import type { Expr, RowKind } from './expression.ts';

/** A key of the group: rows with equal keys form one row of the result. */
export interface KeyColumn {
  readonly role: 'key';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly expr: Expr<'text' | 'integer'>;
  /** All values there can be: a table then shows every one of them, also those without events. */
  readonly domain: readonly number[] | undefined;
}

/** A name that belongs to the group: the smallest known value seen in it. */
export interface LabelColumn {
  readonly role: 'label';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly expr: Expr<'text'>;
}

/** A constant of a domain's value, such as the words for a range; one value per domain member. */
export interface AttributeColumn {
  readonly role: 'attribute';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly of: string;
  readonly type: 'text' | 'integer';
  readonly values: readonly (string | number | null)[];
}

export type DimensionColumn = KeyColumn | LabelColumn | AttributeColumn;

/** What rows are grouped by: one or more keys, with labels and attributes, in column order. */
export interface Dimension<C extends string = string, R extends RowKind = RowKind> {
  readonly name: string;
  readonly title: string;
  readonly row: R;
  readonly columns: readonly (DimensionColumn & { readonly name: C })[];
  /** Rows whose key is null form no group. */
  readonly knownOnly: boolean;
}

interface ColumnWords {
  readonly title: string;
  readonly description: string;
}

export const key = <N extends string, R extends RowKind>(
  name: N,
  expr: Expr<'text' | 'integer', R>,
  words: ColumnWords & { readonly domain?: readonly number[] },
): KeyColumn & { readonly name: N } =>
  Object.freeze({
    role: 'key',
    name,
    expr,
    title: words.title,
    description: words.description,
    domain: words.domain,
  });

export const label = <N extends string>(
  name: N,
  expr: Expr<'text'>,
  words: ColumnWords,
): LabelColumn & { readonly name: N } => Object.freeze({ role: 'label', name, expr, ...words });

export const attribute = <N extends string>(
  name: N,
  of: string,
  type: 'text' | 'integer',
  values: readonly (string | number | null)[],
  words: ColumnWords,
): AttributeColumn & { readonly name: N } =>
  Object.freeze({
    role: 'attribute',
    name,
    of,
    type,
    values: Object.freeze([...values]),
    ...words,
  });

export const dimension = <C extends string, R extends RowKind>(definition: {
  readonly name: string;
  readonly title: string;
  readonly row: R;
  readonly columns: readonly (DimensionColumn & { readonly name: C })[];
  readonly knownOnly?: boolean;
}): Dimension<C, R> =>
  Object.freeze({
    ...definition,
    columns: Object.freeze([...definition.columns]),
    knownOnly: definition.knownOnly ?? false,
  });

export const isKey = (column: DimensionColumn): column is KeyColumn => column.role === 'key';
export const isLabel = (column: DimensionColumn): column is LabelColumn => column.role === 'label';

/** The integers from `first` to `last`, both included. */
export const range = (first: number, last: number): readonly number[] =>
  Object.freeze(Array.from({ length: last - first + 1 }, (_, index) => first + index));
