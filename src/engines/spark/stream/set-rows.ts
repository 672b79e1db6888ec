import { type Kind, type Part, partId, type Target } from './kinds.ts';
import {
  additiveColumn,
  bySet,
  combine,
  countOfRows,
  type Layout,
  noNumber,
  noText,
  numbered,
  percentsOf,
  spreadColumn,
} from './layout.ts';
import { nearestRankOfPairs } from './nearest-rank.ts';
import type { RowSet } from './sets.ts';

const partColumn = ({ parts }: Kind, part: Part): string | undefined => {
  const index = parts.findIndex((one) => partId(one) === partId(part));
  return index < 0 ? undefined : `k${index + 1}`;
};

/** What a group of the kind is for one of its sets; null where it belongs to no row. */
const structOf = (kind: Kind, { set, carries, spread }: Target, layout: Layout): string => {
  const keys = set.keys.map(({ node }) => partColumn(kind, { of: node }) ?? noText);
  const column = (name: string) => spread.find((one) => spreadColumn(set, one) === name);
  const isValue = (name: string): string => {
    const one = column(name);
    if (one === undefined) return '0L';
    const of = partColumn(kind, { of: one.of });
    // What all events of a window agree on is no part of the group.
    return of === undefined ? '1L' : `IF(${of} IS NULL, 0L, 1L)`;
  };
  const fields = [
    `'g', ${set.id}`,
    `'carries', ${String(carries)}`,
    ...numbered('k', layout.keys).map((name, index) => `'${name}', ${keys[index] ?? noText}`),
    ...numbered('l', layout.texts).map((name, index) => {
      const text = set.texts[index];
      return `'${name}', ${(carries && text !== undefined && partColumn(kind, text)) || noText}`;
    }),
    ...numbered('d', layout.distinct).map((name) => `'${name}', ${isValue(name)}`),
    ...numbered('p', layout.percentiles).map((name) => {
      const one = column(name);
      const of = one && partColumn(kind, { of: one.of });
      return `'${name}', ${of === undefined ? noNumber : `CAST(${of} AS BIGINT)`}`;
    }),
  ];
  const struct = `named_struct(${fields.join(', ')})`;
  const known = keys.filter((_, index) => set.keys[index]?.knownOnly === true);
  return known.length === 0
    ? struct
    : `IF(${known.map((name) => `${name} IS NOT NULL`).join(' AND ')}, ${struct}, NULL)`;
};

/** The percent of a column of percentiles, which depends on the set. */
export const percentOf = (sets: readonly RowSet[], name: string): string =>
  bySet(
    percentsOf(sets, name).map(({ set, percent }) => [set, `${percent}`] as const),
    'NULL',
  );

/** A set of texts does not make Spark sort, as the smallest text would. */
const collectedTexts = (count: number): string => {
  const names = numbered('l', count);
  const fields = names.map((name) => `'${name}', ${name}`).join(', ');
  return `collect_set(IF(coalesce(${names.join(', ')}) IS NULL, NULL, named_struct(${fields})))`;
};

/** The smallest or, for sets that want it, the largest of those texts. */
const combinedText = (sets: readonly RowSet[], index: number): string => {
  const texts = `transform(texts, one -> one.l${index + 1})`;
  const largest = sets.filter((set) => set.texts[index]?.fn === 'max').map(({ id }) => id);
  return largest.length === 0
    ? `array_min(${texts})`
    : `IF(g IN (${largest.join(', ')}), array_max(${texts}), array_min(${texts}))`;
};

/**
 * The rows of all sets over events, each distinct count the number of its groups: `close_at`, `g`
 * and the columns of `layout`. `inner` is the layout of the groups.
 */
export const setRows = (
  groups: string,
  kinds: readonly Kind[],
  inner: Layout,
  layout: Layout,
): string => {
  const sets = [...new Set(kinds.flatMap(({ targets }) => targets.map(({ set }) => set)))];
  const branches = kinds.map((kind) => {
    const structs = kind.targets.map((target) => structOf(kind, target, inner));
    return `WHEN ${kind.id} THEN array(${structs.join(', ')})`;
  });
  const sums = numbered('a', inner.additive.length);
  const keys = numbered('k', inner.keys);
  const pair = (name: string): string =>
    `named_struct('v', ${name}, 'n', ${additiveColumn(inner, countOfRows) ?? '1L'})`;
  const rows = `
SELECT ${[
    'close_at',
    'g',
    ...keys,
    ...(inner.texts === 0 ? [] : [`${collectedTexts(inner.texts)} AS texts`]),
    ...inner.additive.map((one, index) => {
      const name = `a${index + 1}`;
      return `${combine(one, `CASE WHEN carries THEN ${name} END`)} AS ${name}`;
    }),
    ...numbered('d', inner.distinct).map((name) => `sum(${name}) AS ${name}`),
    ...numbered('p', inner.percentiles).map(
      (name) => `collect_list(CASE WHEN ${name} IS NOT NULL THEN ${pair(name)} END) AS ${name}`,
    ),
  ].join(', ')}
FROM (SELECT ${['close_at', ...sums, 'x.*'].join(', ')} FROM (
    SELECT ${['close_at', ...sums].join(', ')}, explode(CASE s
      ${branches.join('\n      ')} END) AS x
    FROM (${groups}))
  WHERE x IS NOT NULL)
GROUP BY ${['close_at', 'g', ...keys].join(', ')}`;
  const padded = (prefix: string, count: number, of: number, otherwise: string) =>
    numbered(prefix, of).map((name, index) => (index < count ? name : `${otherwise} AS ${name}`));
  const columns = [
    'close_at',
    'g',
    ...padded('k', inner.keys, layout.keys, noText),
    ...numbered('l', layout.texts).map(
      (name, index) => `${index < inner.texts ? combinedText(sets, index) : noText} AS ${name}`,
    ),
    ...layout.additive.map(
      (one, index) => `${additiveColumn(inner, one) ?? noNumber} AS a${index + 1}`,
    ),
    ...padded('d', inner.distinct, layout.distinct, noNumber),
    ...numbered('p', layout.percentiles).map((name, index) => {
      const isOwn = index < inner.percentiles;
      return `${isOwn ? nearestRankOfPairs(name, percentOf(sets, name)) : noNumber} AS ${name}`;
    }),
  ];
  return `SELECT ${columns.join(', ')} FROM (${rows})`;
};
