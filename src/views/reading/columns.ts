import type { Column } from '../../model/columns.ts';
import { isAvailable, type Reading } from './reading.ts';

/** The columns of a table for readers: all but those that the data cannot know. */
export const knownColumns = (reading: Reading): readonly Column[] =>
  reading.table.columns.filter((column) => isAvailable(reading, column));

/** Those that the data cannot know. */
export const missingColumns = (reading: Reading): readonly Column[] =>
  reading.table.columns.filter((column) => !isAvailable(reading, column));

/** The few columns beside a chart. */
export interface BriefColumns {
  readonly rank: Column | undefined;
  /** The column that names the row. */
  readonly name: Column;
  /** Second names, such as the artist of a song. */
  readonly more: readonly Column[];
  /** What the chart is about, the first drawn as a bar where the chart is of bars. */
  readonly main: readonly Column[];
  readonly others: readonly Column[];
}

const isId = ({ name }: Column): boolean => name.endsWith('_id');

/** Measures that fit beside one name and one bar; a second name takes the place of two. */
const measureRoom = 6;

/** The short form of a ranked table: names, what is drawn, and some other measures, rates first. */
export const briefColumns = (reading: Reading): BriefColumns | undefined => {
  const { columns, analytic } = reading.table;
  const { chart } = analytic;
  if (chart.kind !== 'bars' && chart.kind !== 'scatter') return undefined;
  const find = (name: string): readonly Column[] =>
    columns.filter((column) => column.name === name);
  const [name] = find(chart.label);
  if (name === undefined) return undefined;
  const by = chart.kind === 'bars' && chart.by !== undefined ? find(chart.by) : [];
  const labels = columns.filter(
    (column) => column.role === 'label' && !isId(column) && column !== name,
  );
  const more = [...new Set([...by, ...labels])];
  const main = (chart.kind === 'bars' ? [chart.of] : [chart.x, chart.y, chart.size]).flatMap(find);
  const rest = columns.filter(
    (column) =>
      column.role === 'measure' &&
      column.unit !== 'time' &&
      !main.includes(column) &&
      isAvailable(reading, column),
  );
  const rates = rest.filter(({ unit }) => unit === 'ratio');
  const room = Math.max(0, measureRoom - main.length - 2 * more.length);
  const chosen = new Set([...rates, ...rest.filter(({ unit }) => unit !== 'ratio')].slice(0, room));
  return {
    rank: columns.find(({ role }) => role === 'rank'),
    name,
    more,
    main: main.filter((column) => isAvailable(reading, column)),
    others: rest.filter((column) => chosen.has(column)),
  };
};
