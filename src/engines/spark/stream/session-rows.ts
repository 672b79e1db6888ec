import type { Aggregate } from '../../../model/aggregate.ts';
import type { ExprNode } from '../../../model/expression.ts';
import type { SessionRows } from '../../../model/sessions.ts';
import { aggregateId } from '../../../plan/relation.ts';
import type { QueryContext } from '../../../plan/query.ts';
import { eventText, expressionText, whereTrue } from './expression-text.ts';
import { brought } from './groups.ts';
import {
  bySet,
  combine,
  combineTexts,
  type Layout,
  noNumber,
  noText,
  numbered,
  spreadColumn,
} from './layout.ts';
import { quote } from '../text.ts';
import { nearestRank } from './nearest-rank.ts';
import { percentOf } from './set-rows.ts';
import type { RowSet, Spread } from './sets.ts';
import { windowStructs } from './window-structs.ts';

/** Names of a definition may be any: these meet no column of the plan. */
const sessionColumn = (name: string): string => quote(`session ${name}`);

const overSessions =
  (context: QueryContext) =>
  (node: ExprNode): string =>
    expressionText(node, context, sessionColumn);

const whole = (one: Aggregate, context: QueryContext): string => {
  const text = eventText(context);
  switch (one.fn) {
    case 'distinct':
      return `CAST(size(collect_set(${whereTrue(text(one.of), one.where && text(one.where))})) AS BIGINT)`;
    case 'percentile': {
      const values = whereTrue(`CAST(${text(one.of)} AS BIGINT)`, one.where && text(one.where));
      return nearestRank(`collect_list(${values})`, `${one.percent}`);
    }
    case 'count':
    case 'sum':
      return `coalesce(${combine(one, brought(one, text))}, 0L)`;
    default:
      return combine(one, brought(one, text));
  }
};

/** The instant of an event for its session, microseconds, in SQL. */
export const sessionInstant = ({ at }: SessionRows, context: QueryContext): string =>
  eventText(context)(at);

/** Sessions over a view of events with `at`, their event time: the columns of session rows. */
export const sessionRows = (events: string, over: SessionRows, context: QueryContext): string => {
  const instant = sessionInstant(over, context);
  const by = eventText(context)(over.by);
  const window = `session_window(at, '${context.settings[over.gap]} microseconds')`;
  const columns = [
    `${by} AS ${sessionColumn('user_id')}`,
    `min(${instant}) AS ${sessionColumn('started_at')}`,
    `max(${instant}) AS ${sessionColumn('ended_at')}`,
    `(max(${instant}) - min(${instant})) DIV 1000 AS ${sessionColumn('duration_ms')}`,
    ...Object.entries(over.aggregates).map(
      ([name, one]) => `${whole(one, context)} AS ${sessionColumn(name)}`,
    ),
  ];
  return `SELECT ${columns.join(', ')} FROM ${events} GROUP BY ${window}, ${by}`;
};

/** A row for each set that a session counts in: the columns of sessions, `close_at`, `g`, keys. */
export const endedRows = (
  sessions: string,
  sets: readonly RowSet[],
  layout: Layout,
  context: QueryContext,
): string => {
  const text = overSessions(context);
  const structs = sets.flatMap(({ id, frame, keys }) => {
    const texts = keys.map(({ node }) => `CAST(${text(node)} AS STRING)`);
    const known = texts.filter((_, index) => keys[index]?.knownOnly === true);
    return windowStructs(
      frame,
      sessionColumn('ended_at'),
      [
        `'g', ${id}`,
        ...numbered('k', layout.keys).map((name, index) => `'${name}', ${texts[index] ?? noText}`),
      ],
      known.length === 0 ? undefined : known.map((of) => `${of} IS NOT NULL`).join(' AND '),
    );
  });
  return `
SELECT * EXCEPT (x), x.* FROM (
  SELECT *, explode(array(${structs.join(', ')})) AS x FROM (${sessions}))
WHERE x IS NOT NULL`;
};

const valueOf = ({ of, where }: Spread, text: (node: ExprNode) => string): string =>
  whereTrue(text(of), where && text(where));

/** The rows of sets over sessions: `close_at`, `g` and the columns of the layout. */
export const sessionSetRows = (
  ended: string,
  sets: readonly RowSet[],
  layout: Layout,
  context: QueryContext,
): string => {
  const text = overSessions(context);
  const own = sets.flatMap(({ additive }) => additive);
  const spreads = (name: string, toText: (of: string) => string): string =>
    bySet(
      sets.flatMap((set) =>
        set.spread.flatMap((one) =>
          spreadColumn(set, one) === name ? [[set.id, toText(valueOf(one, text))] as const] : [],
        ),
      ),
      'CAST(NULL AS STRING)',
    );
  const texts = (index: number): string =>
    bySet(
      sets.flatMap((set) => {
        const one = set.texts[index];
        return one === undefined
          ? []
          : [[set.id, whereTrue(text(one.of), one.where && text(one.where))] as const];
      }),
      noText,
    );
  const keys = numbered('k', layout.keys);
  const percentiles = numbered('p', layout.percentiles);
  const plain = numbered('a', layout.additive.length);
  const rest = [...numbered('l', layout.texts), ...plain, ...numbered('d', layout.distinct)];
  const rows = `SELECT ${[
    'close_at',
    'g',
    ...keys,
    ...numbered('l', layout.texts).map((name, index) => {
      const of = combineTexts(sets, index).replaceAll(name, `(${texts(index)})`);
      return `${of} AS ${name}`;
    }),
    ...layout.additive.map((one, index) => {
      const isOwn = own.some((other) => aggregateId(other) === aggregateId(one));
      return `${isOwn ? combine(one, brought(one, text)) : noNumber} AS a${index + 1}`;
    }),
    ...numbered('d', layout.distinct).map((name) => {
      const values = spreads(name, (of) => `CAST(${of} AS STRING)`);
      return `CAST(size(collect_set(${values})) AS BIGINT) AS ${name}`;
    }),
    ...percentiles.map((name) => {
      const values = spreads(name, (of) => `CAST(${of} AS BIGINT)`);
      return `collect_list(CAST(${values} AS BIGINT)) AS ${name}`;
    }),
  ].join(', ')} FROM ${ended} GROUP BY ${['close_at', 'g', ...keys].join(', ')}`;
  const found = percentiles.map((name) => `${nearestRank(name, percentOf(sets, name))} AS ${name}`);
  return `SELECT ${['close_at', 'g', ...keys, ...rest, ...found].join(', ')} FROM (${rows})`;
};
