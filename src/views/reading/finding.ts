import type { Chart } from '../../model/chart.ts';
import type { Row } from '../../result/table.ts';
import { counted, listWords, lowered } from '../format/list.ts';
import { clip } from '../format/clip.ts';
import { formatRate } from '../format/number.ts';
import { ranking, shareColumn, isAdditive, type Valued } from './ranking.ts';
import {
  cellOf,
  cellWords,
  columnOf,
  figureWords,
  isAvailable,
  nounOf,
  numberOf,
  plural,
  type Reading,
  rowName,
} from './reading.ts';

type Of<K extends Chart['kind']> = Extract<Chart, { readonly kind: K }>;

const longestName = 60;

/** A row as a sentence names it, with its second name in brackets. */
const named = (
  reading: Reading,
  row: Row,
  { label, by }: { readonly label: string; readonly by?: string },
): string => {
  const name = clip(rowName(reading, row, label), longestName);
  return by === undefined ? name : `${name} (${clip(rowName(reading, row, by), longestName)})`;
};

const shareWords = (reading: Reading, row: Row, of: string): string => {
  const share = shareColumn(reading, of);
  const value = share === undefined ? null : numberOf(reading, row, share);
  return value === null ? '' : `, ${formatRate(value)} of all`;
};

const measured = (reading: Reading, row: Row, of: string): string => {
  const column = columnOf(reading, of);
  return column.unit === 'count'
    ? counted(figureWords(reading, row, column), numberOf(reading, row, of), column.title)
    : `${figureWords(reading, row, column)} of ${lowered(column.title)}`;
};

const leaders = (reading: Reading, chart: Of<'bars'>, ranked: readonly Valued[]): string => {
  const [first, ...others] = ranked;
  if (first === undefined) return 'Nothing to compare.';
  const noun = nounOf(reading);
  const value = measured(reading, first.row, chart.of);
  const tied = ranked.filter((one) => one.value === first.value);
  const name = (one: Valued): string => named(reading, one.row, chart);
  if (others.length === 0) return `${name(first)} is the only ${noun}: ${value}.`;
  if (tied.length === ranked.length)
    return `All ${ranked.length} ${plural(noun)} are level: ${value} each.`;
  if (tied.length > 3) return `${tied.length} ${plural(noun)} share the lead with ${value} each.`;
  if (tied.length > 1) return `${listWords(tied.map(name))} share the lead with ${value} each.`;
  const next = listWords(others.slice(0, 2).map(name));
  const column = columnOf(reading, chart.of);
  const verb = column.unit === 'count' ? 'are' : 'is';
  const words = figureWords(reading, first.row, column);
  return `${column.title} ${verb} highest for ${name(first)} with ${words}${shareWords(reading, first.row, chart.of)}, ahead of ${next}.`;
};

/** `on Friday at 18–19 h`. */
const place = (reading: Reading, row: Row, names: readonly string[]): string =>
  names
    .map((name) => {
      const preposition = reading.meanings.get(name) === 'weekday' ? 'on' : 'at';
      return `${preposition} ${cellWords(reading, row, columnOf(reading, name))}`;
    })
    .join(' ');

const peak = (
  reading: Reading,
  of: string,
  names: readonly string[],
  ranked: readonly Valued[],
): string => {
  const highest = ranked[0];
  const lowest = ranked.at(-1);
  if (highest === undefined || lowest === undefined) return 'Nothing to compare.';
  const column = columnOf(reading, of);
  const words = ({ row }: Valued): string => figureWords(reading, row, column);
  if (highest.value === lowest.value)
    return `${column.title} are level throughout: ${words(highest)}.`;
  const total = ranked.reduce((sum, { value }) => sum + value, 0);
  const part =
    isAdditive(reading, of) && total > 0 ? `, ${formatRate(highest.value / total)} of all` : '';
  const least = ranked.filter(({ value }) => value === lowest.value);
  const low =
    least.length > 1
      ? `lowest in ${least.length} of ${ranked.length} places`
      : `lowest ${place(reading, lowest.row, names)}`;
  return `${column.title} are highest ${place(reading, highest.row, names)} with ${words(highest)}${part}, and ${low} with ${words(lowest)}.`;
};

const spread = (reading: Reading, chart: Of<'histogram'>, ranked: readonly Valued[]): string => {
  const top = ranked[0];
  if (top === undefined) return 'Nothing to compare.';
  const total = ranked.reduce((sum, { value }) => sum + value, 0);
  let sum = 0;
  const middle = reading.table.rows.find((row) => {
    sum += numberOf(reading, row, chart.of) ?? 0;
    return sum * 2 >= total;
  });
  const most = `The commonest range is ${rowName(reading, top.row, chart.label)} with ${measured(reading, top.row, chart.of)}${shareWords(reading, top.row, chart.of)}`;
  if (top.value === total)
    return `All are in one range, ${rowName(reading, top.row, chart.label)}: ${measured(reading, top.row, chart.of)}.`;
  if (middle === undefined) return `${most}.`;
  const where = middle === top.row ? 'there' : `in ${rowName(reading, middle, chart.label)}`;
  return `${most}; half of all fall ${where} or below.`;
};

const extremes = (reading: Reading, chart: Of<'scatter'>, ranked: readonly Valued[]): string => {
  const top = ranked[0];
  const other = ranking(reading, chart.y)[0];
  const middle = ranked[Math.floor((ranked.length - 1) / 2)];
  if (top === undefined || other === undefined || middle === undefined)
    return 'Nothing to compare.';
  const x = columnOf(reading, chart.x);
  const y = columnOf(reading, chart.y);
  const name = ({ row }: Valued): string => named(reading, row, chart);
  const first = `${name(top)} has the highest ${lowered(x.title)}, ${cellWords(reading, top.row, x)}`;
  const second = `${name(other)} the highest ${lowered(y.title)}, ${cellWords(reading, other.row, y)}`;
  return ranked.length === 1
    ? `${first}.`
    : `${first}, and ${second}; half of the ${ranked.length} ${plural(nounOf(reading))} listed lie above ${cellWords(reading, middle.row, x)} ${lowered(x.title)}.`;
};

const summed = (reading: Reading, chart: Of<'figures'>): string => {
  const row = reading.table.rows[0];
  if (row === undefined) return 'No numbers.';
  const known = chart.of
    .map((name) => columnOf(reading, name))
    .filter((column) => isAvailable(reading, column) && cellOf(reading, row, column.name) !== null)
    .slice(0, 4)
    .map((column) => `${lowered(column.title)} ${figureWords(reading, row, column)}`);
  if (known.length === 0) return 'None of these numbers is available in this data.';
  const words = listWords(known);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** The column that a chart is mainly about. */
export const mainColumn = (chart: Chart): string =>
  chart.kind === 'figures' ? (chart.of[0] ?? '') : chart.kind === 'scatter' ? chart.x : chart.of;

export const endingsUnknown = 'the data does not say how playbacks ended';

/** Why there is nothing to draw, or undefined where there is something. */
export const absence = (reading: Reading): string | undefined => {
  const { table } = reading;
  const chart = table.analytic.chart;
  if (table.rows.length === 0) {
    const { threshold } = table.analytic;
    return threshold === undefined
      ? 'Nothing in the data belongs here.'
      : `Nothing to list: no ${nounOf(reading)} reaches the threshold for “${columnOf(reading, threshold.of).title}”.`;
  }
  if (chart.kind === 'figures') return undefined;
  if (!isAvailable(reading, columnOf(reading, mainColumn(chart))))
    return `Not available: ${endingsUnknown}.`;
  const ranked = ranking(reading, mainColumn(chart));
  if (ranked.length === 0)
    return `Not available: no row has a ${lowered(columnOf(reading, mainColumn(chart)).title)}.`;
  return chart.kind !== 'scatter' && ranked[0]?.value === 0
    ? `No ${lowered(columnOf(reading, mainColumn(chart)).title)} in the data.`
    : undefined;
};

/** One sentence that says what the table shows, made from its definition and its rows. */
export const finding = (reading: Reading): string => {
  const chart = reading.table.analytic.chart;
  const missing = absence(reading);
  if (missing !== undefined) return missing;
  if (chart.kind === 'figures') return summed(reading, chart);
  const ranked = ranking(reading, mainColumn(chart));
  switch (chart.kind) {
    case 'bars':
      return leaders(reading, chart, ranked);
    case 'profile':
      return peak(reading, chart.of, [chart.at], ranked);
    case 'heatMap':
      return peak(reading, chart.of, [chart.y, chart.x], ranked);
    case 'histogram':
      return spread(reading, chart, ranked);
    case 'scatter':
      return extremes(reading, chart, ranked);
  }
};
