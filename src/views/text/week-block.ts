import type { Chart } from '../../model/chart.ts';
import { heatGrid } from '../reading/grid.ts';
import { shades } from '../charts/shades.ts';
import { unitless } from '../format/value.ts';
import { finding } from '../reading/finding.ts';
import { columnOf, type Reading } from '../reading/reading.ts';
import type { Block } from './block.ts';
import { displayWidth, wrap } from '../format/display-width.ts';
import { labelRoom, slotWidth } from './hours-block.ts';
import { fitted, type Line, span } from '../format/line.ts';

type HeatMap = Extract<Chart, { readonly kind: 'heatMap' }>;

const tones = ['·', '░', '▒', '▓', '█'] as const;

/** Cells in four shades, one line for each row of the grid, with the limits of the shades beneath. */
export const heatMapBlock = (reading: Reading, chart: HeatMap): Block => {
  const { analytic } = reading.table;
  const column = columnOf(reading, chart.of);
  const grid = heatGrid(reading, chart);
  const whole = column.type === 'integer';
  const scale = shades(
    grid.values.map(({ value }) => value),
    tones.length - 1,
    whole,
  );
  const at = new Map(grid.values.map(({ column: x, row: y, value }) => [`${x} ${y}`, value]));
  const tone = (value: number | null): string =>
    value === null
      ? ' '
      : value <= 0
        ? tones[0]
        : (tones[Math.round((scale.of(value) / scale.ends.length) * 4)] ?? '█');
  const lines = (width: number): readonly Line[] => {
    const title: Line = [span(analytic.title, 'strong'), span(`  ${column.title}`, 'quiet')];
    const slot = slotWidth(grid.columns.length, width);
    if (slot < 1) return [title, ...wrap(finding(reading), width).map((text) => [span(text)])];
    const every = Math.max(1, Math.ceil((Math.max(...grid.columns.map(displayWidth)) + 1) / slot));
    const axis = grid.columns
      .map((name, x) =>
        x % every === 0
          ? fitted(span(name), Math.min(slot * every, slot * (grid.columns.length - x))).text
          : '',
      )
      .join('');
    const bar = Math.max(1, slot - 1);
    const legend = scale.ends
      .map((end) => {
        const start = end - scale.size + (whole ? 1 : 0);
        const words =
          start === end
            ? unitless(column, end)
            : `${unitless(column, start)}–${unitless(column, end)}`;
        return `${tone(end)} ${words}`;
      })
      .join('   ');
    return [
      title,
      ...grid.rows.map((name, y): Line => [
        fitted(span(name, 'quiet'), labelRoom - 1),
        span(' '),
        span(
          grid.columns
            .map((_, x) => tone(at.get(`${x} ${y}`) ?? null).repeat(bar) + ' '.repeat(slot - bar))
            .join(''),
          'mark',
        ),
      ]),
      [span(' '.repeat(labelRoom)), span(axis, 'quiet')],
      [span(' '.repeat(labelRoom)), fitted(span(legend, 'quiet'), width - labelRoom)],
    ];
  };
  return { half: false, lines };
};
