import type { Frame } from '../../../plan/frame.ts';
import { literal } from '../text.ts';
import { instantText } from './instant-text.ts';
import { type Layout, rowColumns } from './layout.ts';
import { measureText } from './measure-text.ts';
import { columnTexts, rowJson } from './row-json.ts';
import { orderText } from './row-order.ts';
import type { RowSet } from './sets.ts';
import type { Query } from '../../../plan/query.ts';

/** A query with the sets that its panes are made of. */
interface Answer {
  readonly query: Query;
  readonly frame: Frame;
  readonly set: RowSet;
  readonly whole: RowSet;
}

const byQuery = (answers: readonly Answer[], value: (answer: Answer) => string): string =>
  `CASE q ${answers.map((answer) => `WHEN ${answer.set.id} THEN ${value(answer)}`).join(' ')} END`;

const answersOf = (sets: readonly RowSet[]): readonly Answer[] =>
  sets.flatMap((set) => {
    const whole = sets.find(({ frame, query }) => frame === set.frame && query === undefined);
    return set.query === undefined || whole === undefined
      ? []
      : [{ query: set.query, frame: set.frame, set, whole }];
  });

/** Each row for its query, the row of a whole window for every query of its frame. */
const addressed = (sets: readonly RowSet[]): string => {
  const cases = sets.map(({ id, query, frame }) => {
    const to =
      query === undefined
        ? sets.filter((one) => one.frame === frame && one.query !== undefined).map((one) => one.id)
        : [id];
    return `WHEN ${id} THEN array(${to.join(', ')})`;
  });
  return `explode(CASE g ${cases.join(' ')} END)`;
};

/** The value that orders rows: that of a share is its part, for the whole is the same for all. */
const orderValue = (layout: Layout, { set, whole, query }: Answer) => {
  const texts = columnTexts(layout, set, whole, query, {
    row: (column) => column,
    whole: () => '1L',
  });
  return (column: string): string => texts.get(column) ?? 'CAST(NULL AS BIGINT)';
};

const isShare = ({ query }: Answer, name: string): boolean =>
  query.analytic.measures.some((one) => one.name === name && one.formula.kind === 'share');

const thresholdText = (
  layout: Layout,
  answer: Answer,
  row: (column: string) => string,
  whole: (column: string) => string,
): string => {
  const { threshold, analytic } = answer.query;
  const measure = analytic.measures.find(({ name }) => name === threshold?.of);
  return threshold === undefined || measure === undefined
    ? 'true'
    : `coalesce(${measureText(layout, answer.set, answer.whole, measure, { row, whole })} >= ${threshold.atLeast}, false)`;
};

/**
 * The records of final panes over the rows of all sets: `key` (`analytic|start|end`) and `value`,
 * the pane as JSON. A window that holds events has one for each query of its frame, with or
 * without rows.
 */
export const paneRecords = (rows: string, sets: readonly RowSet[], layout: Layout): string => {
  const answers = answersOf(sets);
  const columns = rowColumns(layout);
  const isWhole = `g IN (${sets
    .filter(({ query }) => query === undefined)
    .map(({ id }) => id)
    .join(', ')})`;
  // A threshold on a share is known only beside the whole: then all rows are kept until there.
  const late = (answer: Answer): boolean => isShare(answer, answer.query.threshold?.of ?? '');
  const cut = answers.filter((answer) => answer.query.limit !== undefined && !late(answer));
  const uncut = answers.filter((answer) => !cut.includes(answer));
  const most = Math.max(0, ...cut.map(({ query }) => query.limit ?? 0));
  const entry = `named_struct('o', o, 'r', named_struct(${columns.map((name) => `'${name}', ${name}`).join(', ')}))`;
  const ids = (some: readonly Answer[]): string => some.map(({ set }) => set.id).join(', ');
  const wholeValues = columns.map((name) => `max(CASE WHEN whole THEN ${name} END) AS ${name}`);
  const best = `min_by(CASE WHEN NOT whole AND q IN (${ids(cut)}) THEN ${entry} END, CASE WHEN NOT whole AND q IN (${ids(cut)}) THEN o END, ${most})`;
  const all = `collect_list(CASE WHEN NOT whole AND q IN (${ids(uncut)}) THEN ${entry} END)`;
  const lists = [
    ...(cut.length === 0 ? [] : [`coalesce(${best}, array())`]),
    ...(uncut.length === 0 ? [] : [all]),
  ];
  const collected =
    lists.length === 1 ? lists[0] : `CASE WHEN q IN (${ids(cut)}) THEN ${lists.join(' ELSE ')} END`;

  const kept = `CASE WHEN ${isWhole} THEN true ELSE coalesce(${byQuery(answers, (answer) =>
    late(answer)
      ? 'true'
      : thresholdText(
          layout,
          answer,
          (name) => name,
          () => '1L',
        ),
  )}, true) END`;
  const panes = `
SELECT close_at, q, ${[...wholeValues, `${collected} AS list`].join(', ')}
FROM (SELECT *, ${isWhole} AS whole,
    CASE WHEN NOT ${isWhole} THEN ${byQuery(answers, (answer) => orderText(answer.query, orderValue(layout, answer)))} END AS o
  FROM (SELECT *, ${addressed(sets)} AS q FROM (${rows}))
  WHERE ${kept})
GROUP BY close_at, q`;

  const row = (column: string): string => `one.r.${column}`;
  const whole = (column: string): string => column;
  const listed = byQuery(answers, (answer) => {
    const { query, set, whole: wholeSet } = answer;
    const sorted = 'array_sort(list)';
    const reaching = late(answer)
      ? `filter(${sorted}, one -> ${thresholdText(layout, answer, row, whole)})`
      : sorted;
    const limited = query.limit === undefined ? reaching : `slice(${reaching}, 1, ${query.limit})`;
    const json = rowJson(layout, set, wholeSet, query, { row, whole, index: 'i' });
    return `transform(${limited}, (one, i) -> ${json})`;
  });
  const start = `closed - ${byQuery(answers, ({ frame }) => `${frame.window.sizeUs + frame.holdUs}L`)}`;
  const end = `closed - ${byQuery(answers, ({ frame }) => `${frame.holdUs}L`)}`;
  const name = byQuery(answers, ({ query }) => literal(query.analytic.name));
  const head = (from: string, to: string): string =>
    `'{"analytic":"', name, '","window":{"start":"', ${from}, '","end":"', ${to}, '"},"revision":1,"final":true,"watermark":null,"rows":['`;
  return `
SELECT concat(name, '|', starts, '|', ends) AS key,
  concat(${head('starts', 'ends')}, array_join(listed, ','), ']}') AS value
FROM (SELECT ${name} AS name, ${instantText(`(${start})`)} AS starts, ${instantText(`(${end})`)} AS ends, ${listed} AS listed
  FROM (SELECT *, unix_micros(close_at) AS closed FROM (${panes})))`;
};
