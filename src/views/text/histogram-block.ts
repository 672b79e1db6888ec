import type { Chart } from '../../model/chart.ts';
import { barLengths, blockBar } from '../charts/bars.ts';
import { shareColumn } from '../reading/ranking.ts';
import { cellWords, columnOf, numberOf, type Reading, rowName } from '../reading/reading.ts';
import type { Block } from './block.ts';
import { displayWidth } from '../format/display-width.ts';
import { fitted, type Line, span } from '../format/line.ts';

type Histogram = Extract<Chart, { readonly kind: 'histogram' }>;

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

/** One lying bar per range, in the order of the ranges, with its share where the table has one. */
export const histogramBlock = (reading: Reading, chart: Histogram): Block => {
  const { analytic, rows } = reading.table;
  const of = columnOf(reading, chart.of);
  const share = shareColumn(reading, chart.of);
  const names = rows.map((row) => rowName(reading, row, chart.label));
  const values = rows.map((row) => cellWords(reading, row, of));
  const shares =
    share === undefined ? [] : rows.map((row) => cellWords(reading, row, columnOf(reading, share)));
  const lengths = barLengths(rows.map((row) => numberOf(reading, row, chart.of)));
  const lines = (width: number): readonly Line[] => {
    const nameRoom = Math.min(
      Math.floor(width / 3),
      widest([...names, columnOf(reading, chart.label).title]),
    );
    const valueRoom = widest([...values, of.title]);
    const shareRoom = widest(shares);
    const barRoom = Math.max(4, width - nameRoom - valueRoom - shareRoom - 5);
    return [
      [span(analytic.title, 'strong')],
      [
        fitted(span(columnOf(reading, chart.label).title, 'quiet'), nameRoom),
        span('  '),
        fitted(span(of.title, 'quiet'), valueRoom, 'right'),
      ],
      ...names.map((name, index): Line => [
        fitted(span(name), nameRoom),
        span('  '),
        fitted(span(values[index] ?? ''), valueRoom, 'right'),
        fitted(span(` ${blockBar(lengths[index] ?? 0, barRoom)}`, 'mark'), barRoom + 1),
        ...(shares.length > 0
          ? [span(' '), fitted(span(shares[index] ?? ''), shareRoom, 'right')]
          : []),
      ]),
    ];
  };
  return { half: true, lines };
};
