import { compareNullLast } from '../../model/compare.ts';
import { type Dimension, isKey, type KeyColumn } from '../../model/dimension.ts';
import type { QueryContext } from '../../plan/query.ts';
import type { Cell } from '../../result/table.ts';
import { cellEvaluator, type Fields } from '../../plan/evaluate.ts';

/** Rows with equal keys. */
export interface Group {
  /** One value for each key column of the dimensions, in column order. */
  readonly keys: readonly Cell[];
  readonly rows: readonly Fields[];
}

export const keyColumns = (by: readonly Dimension[]): readonly KeyColumn[] =>
  by.flatMap((dimension) => dimension.columns.filter(isKey));

/** Order of two groups by their keys, column by column, null last. */
export const compareKeys = (a: readonly Cell[], b: readonly Cell[]): number => {
  for (const [index, key] of a.entries()) {
    const order = compareNullLast(key, b[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
};

/** Makes the function that gives the keys of a row, or undefined where it belongs to no group. */
const keysOf = (by: readonly Dimension[], context: QueryContext) => {
  const keys = by.flatMap(({ columns, knownOnly }) =>
    columns.filter(isKey).map(({ expr }) => ({ of: cellEvaluator(expr.node, context), knownOnly })),
  );
  return (row: Fields): readonly Cell[] | undefined => {
    const values = keys.map(({ of }) => of(row));
    const isUngrouped = keys.some(({ knownOnly }, index) => knownOnly && values[index] === null);
    return isUngrouped ? undefined : values;
  };
};

/** The groups that occur, by their keys ascending; null is a key like any other, but last. */
export const groupRows = (
  by: readonly Dimension[],
  rows: readonly Fields[],
  context: QueryContext,
): readonly Group[] => {
  const keysOfRow = keysOf(by, context);
  const keyed = rows
    .flatMap((row) => {
      const keys = keysOfRow(row);
      return keys === undefined ? [] : [{ keys, row }];
    })
    .sort((a, b) => compareKeys(a.keys, b.keys));
  const groups: { readonly keys: readonly Cell[]; readonly rows: Fields[] }[] = [];
  for (const { keys, row } of keyed) {
    const current = groups.at(-1);
    if (current !== undefined && compareKeys(current.keys, keys) === 0) current.rows.push(row);
    else groups.push({ keys, rows: [row] });
  }
  return groups;
};
