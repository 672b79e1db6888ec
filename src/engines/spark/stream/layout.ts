import type { Aggregate } from '../../../model/aggregate.ts';
import { aggregateId, uniqueAggregates } from '../../../plan/relation.ts';
import type { Additive, RowSet, Spread } from './sets.ts';

/** The columns that the rows of several sets share, each kind by number from 1. */
export interface Layout {
  /** Counts, sums, smallest and largest numbers: `a1`, …, each aggregate once. */
  readonly additive: readonly Additive[];
  /** `k1`, …: keys as text. */
  readonly keys: number;
  /** `l1`, …: labels, and texts that are measures. */
  readonly texts: number;
  /** `d1`, …: distinct counts. */
  readonly distinct: number;
  /** `p1`, …: percentiles. */
  readonly percentiles: number;
}

export const noText = 'CAST(NULL AS STRING)';
export const noNumber = 'CAST(NULL AS BIGINT)';

const most = (counts: readonly number[]): number => Math.max(0, ...counts);

const ofKind = (spread: readonly Spread[], fn: Spread['fn']): readonly Spread[] =>
  spread.filter((one) => one.fn === fn);

export const countOfRows: Additive = { fn: 'count' };

/** The layout of the rows of these sets. */
export const layoutOf = (sets: readonly RowSet[]): Layout => {
  const all = sets.flatMap(({ additive, spread }) => [
    ...additive,
    // A percentile over groups of events needs to know how often each value occurs.
    ...(ofKind(spread, 'percentile').length > 0 ? [countOfRows] : []),
  ]);
  return {
    additive: uniqueAggregates(all),
    keys: most(sets.map(({ keys }) => keys.length)),
    texts: most(sets.map(({ texts }) => texts.length)),
    distinct: most(sets.map(({ spread }) => ofKind(spread, 'distinct').length)),
    percentiles: most(sets.map(({ spread }) => ofKind(spread, 'percentile').length)),
  };
};

const place = (aggregates: readonly Aggregate[], one: Aggregate): number =>
  aggregates.findIndex((other) => aggregateId(other) === aggregateId(one)) + 1;

/** The column of an additive aggregate; undefined where no set of the layout has it. */
export const additiveColumn = (
  { additive }: Pick<Layout, 'additive'>,
  one: Additive,
): string | undefined => {
  const found = place(additive, one);
  return found === 0 ? undefined : `a${found}`;
};

/** The column of a spread of a set. */
export const spreadColumn = ({ spread }: RowSet, one: Spread): string =>
  `${one.fn === 'distinct' ? 'd' : 'p'}${place(ofKind(spread, one.fn), one)}`;

/** The sets that have a percentile in this column, with which. */
export const percentsOf = (
  sets: readonly RowSet[],
  name: string,
): readonly { readonly set: number; readonly percent: number }[] =>
  sets.flatMap((set) =>
    set.spread.flatMap((one) =>
      one.fn === 'percentile' && spreadColumn(set, one) === name
        ? [{ set: set.id, percent: one.percent }]
        : [],
    ),
  );

/** The column of any aggregate in the rows of a set. */
export const columnOf = (layout: Layout, set: RowSet, one: Aggregate): string => {
  const text = place(set.texts, one);
  if (text > 0) return `l${text}`;
  return one.fn === 'distinct' || one.fn === 'percentile'
    ? spreadColumn(set, one)
    : (additiveColumn(layout, one) ?? noNumber);
};

/** `k1` to `kn`. */
export const numbered = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

/** The columns of rows beside `close_at` and `g`, the number of their set. */
export const rowColumns = (layout: Layout): readonly string[] => [
  ...numbered('k', layout.keys),
  ...numbered('l', layout.texts),
  ...numbered('a', layout.additive.length),
  ...numbered('d', layout.distinct),
  ...numbered('p', layout.percentiles),
];

/** A column whose meaning depends on the set, in SQL. */
export const bySet = (
  cases: readonly (readonly [set: number, value: string])[],
  otherwise: string,
): string =>
  cases.length === 0
    ? otherwise
    : `CASE g ${cases.map(([set, value]) => `WHEN ${set} THEN ${value}`).join(' ')} END`;

/** Two partial values of one aggregate made one, in SQL. */
export const combine = ({ fn }: Additive, of: string): string =>
  fn === 'count' || fn === 'sum' ? `sum(${of})` : `${fn}(${of})`;

/** The smallest or, for sets that want it, the largest text of a column. */
export const combineTexts = (sets: readonly RowSet[], index: number): string => {
  const name = `l${index + 1}`;
  const largest = sets.filter(({ texts }) => texts[index]?.fn === 'max');
  return largest.length === 0
    ? `min(${name})`
    : `CASE WHEN g IN (${largest.map(({ id }) => id).join(', ')}) THEN max(${name}) ELSE min(${name}) END`;
};
