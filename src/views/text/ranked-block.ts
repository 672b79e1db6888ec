import type { Column } from '../../model/columns.ts';
import type { Row } from '../../result/table.ts';
import { barLengths, blockBar } from '../charts/bars.ts';
import { formatInteger } from '../format/number.ts';
import { type BriefColumns, briefColumns } from '../reading/columns.ts';
import { cellWords, nounOf, numberOf, plural, type Reading, rowName } from '../reading/reading.ts';
import type { Block } from './block.ts';
import { displayWidth } from '../format/display-width.ts';
import { fitted, type Line, span } from '../format/line.ts';

const gap = 2;
const narrowestName = 16;

interface TextColumn {
  readonly title: string;
  readonly width: number;
  readonly of: (index: number) => string;
}

const numeric = (reading: Reading, rows: readonly Row[], column: Column): TextColumn => {
  const cells = rows.map((row) => cellWords(reading, row, column).replaceAll('\u00a0', ' '));
  const width = [column.title, ...cells].reduce(
    (most, text) => Math.max(most, displayWidth(text)),
    0,
  );
  return { title: column.title, width, of: (index) => cells[index] ?? '' };
};

/** As many further columns as leave room for names. */
const fitting = (columns: readonly TextColumn[], room: number): readonly TextColumn[] => {
  const chosen: TextColumn[] = [];
  let left = room;
  for (const column of columns) {
    left -= column.width + gap;
    if (left < 0) break;
    chosen.push(column);
  }
  return chosen;
};

const names = (reading: Reading, brief: BriefColumns, row: Row, width: number): Line => {
  const name = rowName(reading, row, brief.name.name);
  const more = brief.more.map((column) => cellWords(reading, row, column)).join(' · ');
  const used = displayWidth(name);
  if (more === '' || used + 6 > width) return [fitted(span(name), width)];
  return [span(name), fitted(span(` · ${more}`, 'quiet'), width - used)];
};

/** Ranked rows: name, the measure of the chart with its bar, and others as the width allows. */
export const rankedBlock = (reading: Reading, count: number): Block | undefined => {
  const brief = briefColumns(reading);
  const { analytic, rows } = reading.table;
  if (brief === undefined) return undefined;
  const bars = analytic.chart.kind === 'bars';
  const shown = rows.slice(0, count);
  const mains = brief.main.map((column) => numeric(reading, shown, column));
  const rates = brief.others.filter(({ unit }) => unit === 'ratio');
  const others = [...new Set([...rates, ...brief.others])].map((column) =>
    numeric(reading, shown, column),
  );
  const of = brief.main[0];
  const lengths = barLengths(
    of === undefined ? [] : shown.map((row) => numberOf(reading, row, of.name)),
  );
  const lines = (width: number): readonly Line[] => {
    const barRoom = bars ? Math.min(24, Math.max(6, Math.floor(width * 0.2))) : 0;
    const fixed = mains.reduce((sum, column) => sum + column.width + gap, bars ? barRoom + 1 : 0);
    const further = fitting(others, width - fixed - narrowestName);
    const nameRoom = width - further.reduce((sum, column) => sum + column.width + gap, fixed);
    const right = (column: TextColumn, index: number | undefined): readonly Line[number][] => [
      span(' '.repeat(gap)),
      fitted(
        index === undefined ? span(column.title, 'quiet') : span(column.of(index)),
        column.width,
        'right',
      ),
    ];
    const header: Line = [
      fitted(
        span([brief.name, ...brief.more].map(({ title }) => title).join(' · '), 'quiet'),
        nameRoom,
      ),
      ...mains.flatMap((column) => right(column, undefined)),
      span(' '.repeat(bars ? barRoom + 1 : 0)),
      ...further.flatMap((column) => right(column, undefined)),
    ];
    const body = shown.map((row, index): Line => [
      ...names(reading, brief, row, nameRoom),
      ...mains.flatMap((column) => right(column, index)),
      ...(bars
        ? [fitted(span(` ${blockBar(lengths[index] ?? 0, barRoom)}`, 'mark'), barRoom + 1)]
        : []),
      ...further.flatMap((column) => right(column, index)),
    ]);
    const rest = rows.length - shown.length;
    const title = [
      span(analytic.title, 'strong'),
      ...(rest > 0
        ? [
            span(
              `  ${shown.length} of ${formatInteger(rows.length)} ${plural(nounOf(reading))}`,
              'quiet',
            ),
          ]
        : []),
    ];
    return [
      title.length > 1 && displayWidth(title.map(({ text }) => text).join('')) > width
        ? title.slice(0, 1)
        : title,
      header,
      ...body,
    ];
  };
  return { half: bars, lines };
};
