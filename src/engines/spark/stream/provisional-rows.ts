import type { QueryContext } from '../../../plan/query.ts';
import { expressionText, whereTrue } from './expression-text.ts';
import { brought } from './groups.ts';
import {
  bySet,
  combine,
  combineTexts,
  noText,
  numbered,
  type Layout,
  spreadColumn,
} from './layout.ts';
import { rankAccuracy, sketchBits } from './provisional-sketch.ts';
import type { RowSet, Spread, Text } from './sets.ts';
import { windowStructs } from './window-structs.ts';

type ToText = ReturnType<typeof overEvents>;

const overEvents = (context: QueryContext) => (node: Parameters<typeof expressionText>[0]) =>
  expressionText(node, context, (name) => name);

const valueText = ({ of, where }: Spread | Text, text: ToText, type: string): string =>
  whereTrue(`CAST(${text(of)} AS ${type})`, where && text(where));

/** A struct for each window of a set that may hold the event: `close_at`, `g` and the row's texts. */
const structsOf = (set: RowSet, layout: Layout, text: ToText): readonly string[] => {
  const keys = set.keys.map(({ node }) => `CAST(${text(node)} AS STRING)`);
  const known = keys.filter((_, index) => set.keys[index]?.knownOnly === true);
  const spread = new Map(set.spread.map((one) => [spreadColumn(set, one), one]));
  const spreadText = (name: string, type: string): string => {
    const one = spread.get(name);
    return one === undefined ? `CAST(NULL AS ${type})` : valueText(one, text, type);
  };
  const fields = [
    `'g', ${set.id}`,
    ...numbered('k', layout.keys).map((name, index) => `'${name}', ${keys[index] ?? noText}`),
    ...numbered('l', layout.texts).map((name, index) => {
      const one = set.texts[index];
      return `'${name}', ${one === undefined ? noText : valueText(one, text, 'STRING')}`;
    }),
    ...numbered('d', layout.distinct).map((name) => `'${name}', ${spreadText(name, 'STRING')}`),
    ...numbered('p', layout.percentiles).map((name) => `'${name}', ${spreadText(name, 'BIGINT')}`),
  ];
  const condition = known.map((of) => `${of} IS NOT NULL`).join(' AND ');
  return windowStructs(set.frame, 'event_time', fields, condition || undefined);
};

/**
 * A row for each set and window that an event counts in (SQL over a view of events, `event_time`
 * in microseconds): `close_at`, `g` and what it brings to the columns of the layout.
 */
export const countedRows = (
  events: string,
  sets: readonly RowSet[],
  layout: Layout,
  context: QueryContext,
): string => {
  const text = overEvents(context);
  const values = layout.additive.map((one, index) => `${brought(one, text)} AS a${index + 1}`);
  const structs = sets.flatMap((set) => structsOf(set, layout, text));
  const names = numbered('a', layout.additive.length);
  return `
SELECT ${['x.*', ...names].join(', ')} FROM (
  SELECT ${[...values, `explode(array(\n    ${structs.join(',\n    ')})) AS x`].join(',\n    ')}
  FROM ${events})
WHERE x IS NOT NULL`;
};

/** The estimate of a percentile, whose percent depends on the set and has to be a constant. */
const percentileOf = (sets: readonly RowSet[], name: string): string => {
  const found = sets.flatMap((set) =>
    set.spread.flatMap((one) =>
      one.fn === 'percentile' && spreadColumn(set, one) === name
        ? [{ set: set.id, percent: one.percent }]
        : [],
    ),
  );
  const percents = [...new Set(found.map(({ percent }) => percent))];
  const estimates = percents.map((percent) => {
    const own = found.filter((one) => one.percent === percent);
    const value = bySet(
      own.map(({ set }) => [set, name] as const),
      name,
    );
    return `percentile_approx(${value}, ${percent} / 100D, ${rankAccuracy})`;
  });
  return estimates.length === 1 ? estimates.join() : `coalesce(${estimates.join(', ')})`;
};

/** The rows of open windows: `close_at`, `g` and the columns of the layout, distinct counts as estimates. */
export const openRows = (counted: string, sets: readonly RowSet[], layout: Layout): string => {
  const groups = ['close_at', 'g', ...numbered('k', layout.keys)];
  const columns = [
    ...groups,
    ...numbered('l', layout.texts).map((name, index) => `${combineTexts(sets, index)} AS ${name}`),
    ...layout.additive.map((one, index) => `${combine(one, `a${index + 1}`)} AS a${index + 1}`),
    ...numbered('d', layout.distinct).map(
      (name) => `hll_sketch_estimate(hll_sketch_agg(${name}, ${sketchBits})) AS ${name}`,
    ),
    ...numbered('p', layout.percentiles).map((name) => `${percentileOf(sets, name)} AS ${name}`),
  ];
  return `SELECT ${columns.join(', ')} FROM ${counted} GROUP BY ${groups.join(', ')}`;
};
