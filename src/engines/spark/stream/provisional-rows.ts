import type { QueryContext } from '../../../plan/query.ts';
import { eventText, whereTrue } from './expression-text.ts';
import { explodedRows } from './groups.ts';
import {
  bySet,
  combine,
  combineTexts,
  noText,
  numbered,
  type Layout,
  percentsOf,
  spreadColumn,
} from './layout.ts';
import { rankAccuracy, sketchBits } from './provisional-sketch.ts';
import type { RowSet, Spread, Text } from './sets.ts';
import { windowStructs } from './window-structs.ts';

type ToText = ReturnType<typeof eventText>;

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
  const text = eventText(context);
  const structs = sets.flatMap((set) => structsOf(set, layout, text));
  return explodedRows(events, structs, layout, text);
};

/** The estimate of a percentile, whose percent depends on the set and has to be a constant. */
const percentileOf = (sets: readonly RowSet[], name: string): string => {
  const found = percentsOf(sets, name);
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
