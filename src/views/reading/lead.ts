import type { Report } from '../../result/report.ts';
import { formatSpan } from '../format/instant.ts';
import { formatCompact, formatRateRoughly, joined } from '../format/number.ts';
import { ranking } from './ranking.ts';
import { cellOf, numberOf, read, type Reading, readingContext } from './reading.ts';

const plain = (reading: Reading): boolean => reading.table.scope === 'table';

/** A number of the whole, from the first table of one row over events that has it. */
const whole = (readings: readonly Reading[], name: string): number | null => {
  const found = readings.find(
    ({ table }) =>
      table.analytic.over === undefined &&
      table.analytic.by.length === 0 &&
      table.rows.length === 1 &&
      table.columns.some((column) => column.name === name),
  );
  const row = found?.table.rows[0];
  return found === undefined || row === undefined ? null : numberOf(found, row, name);
};

/** The hour of the day with the most plays, in words; undefined without a table of hours. */
const peakHour = (readings: readonly Reading[]): string | undefined => {
  const hours = readings.find(
    ({ table, meanings }) =>
      meanings.size === 1 &&
      [...meanings.values()][0] === 'hour' &&
      table.columns.some(({ name }) => name === 'plays'),
  );
  const [first, second] = hours === undefined ? [] : ranking(hours, 'plays');
  if (hours === undefined || first === undefined || first.value === second?.value) return undefined;
  const hour = Number(cellOf(hours, first.row, [...hours.meanings.keys()][0] ?? ''));
  return `between ${hour} and ${hour + 1}${joined}h`;
};

const several = (value: number, noun: string): string =>
  `${formatCompact(value)} ${noun}${value === 1 ? '' : 's'}`;

/** `1 to 30 November 2026`: the days of the report. */
export const spanWords = ({ summary }: Report): string =>
  formatSpan(readingContext({ summary }).instants, summary.span.first, summary.span.last);

/** The first sentence of the report: who listened to how much, when, and how it ended. */
export const lead = (report: Report): string => {
  const context = readingContext(report);
  const readings = report.tables.map((table) => read(table, context)).filter(plain);
  const span = spanWords(report);
  const when = span.includes(' to ') ? `from ${span}` : `on ${span}`;
  const plays = whole(readings, 'plays');
  const listeners = whole(readings, 'listeners');
  if (plays === null || listeners === null) {
    return `${several(report.summary.counts.accepted - report.summary.counts.outside, 'event')} ${when}.`;
  }
  const songs = whole(readings, 'songs');
  const skipRate = whole(readings, 'skip_rate');
  const hour = peakHour(readings);
  const ending =
    skipRate === null
      ? ''
      : `, and moved on from ${formatRateRoughly(skipRate)} of the playbacks that ended`;
  return [
    `${several(listeners, 'listener')} played `,
    songs === null ? 'songs ' : `${several(songs, 'song')} `,
    `${plays === 1 ? 'once' : several(plays, 'time')} ${when}`,
    hour === undefined ? '' : `, most often ${hour}`,
    ending,
    '.',
    context.knowsEndings ? '' : ' How the playbacks ended is not known.',
  ].join('');
};
