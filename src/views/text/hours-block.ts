import type { Chart } from '../../model/chart.ts';
import { columnBlocks } from '../charts/bars.ts';
import { formatReal, formatTick } from '../format/number.ts';
import { finding } from '../reading/finding.ts';
import { cellOf, columnOf, numberOf, type Reading, rowName } from '../reading/reading.ts';
import type { Block } from './block.ts';
import { displayWidth, wrap } from '../format/display-width.ts';
import { fitted, type Line, span } from '../format/line.ts';

type Profile = Extract<Chart, { readonly kind: 'profile' }>;

/** Room for the names on the left, the same in both charts so that their hours stand in line. */
export const labelRoom = 7;
const height = 3;
const widestSlot = 4;

/** Cells per value: as wide as the names of the places want, if that fits. */
export const slotWidth = (count: number, width: number): number =>
  Math.min(widestSlot, Math.floor((width - labelRoom) / Math.max(1, count)));

/** Upright bars of blocks, three lines high, with the hours beneath. */
export const profileBlock = (reading: Reading, chart: Profile): Block => {
  const { analytic, rows } = reading.table;
  const column = columnOf(reading, chart.of);
  const values = rows.map((row) => numberOf(reading, row, chart.of));
  const names = rows.map((row) =>
    reading.meanings.get(chart.at) === 'hour'
      ? String(cellOf(reading, row, chart.at))
      : rowName(reading, row, chart.at),
  );
  const most = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  const lines = (width: number): readonly Line[] => {
    const title: Line = [span(analytic.title, 'strong'), span(`  ${column.title}`, 'quiet')];
    const slot = slotWidth(rows.length, width);
    if (slot < 1) return [title, ...wrap(finding(reading), width).map((text) => [span(text)])];
    const bar = Math.max(1, slot - 1);
    const drawn = columnBlocks(values, height).map((blocks, line): Line => [
      fitted(
        span(line === 0 ? (most < 10_000 ? formatReal(most) : formatTick(most)) : '', 'quiet'),
        labelRoom - 1,
        'right',
      ),
      span(' '),
      span(blocks.map((block) => block.repeat(bar) + ' '.repeat(slot - bar)).join(''), 'mark'),
    ]);
    const every = Math.max(1, Math.ceil((Math.max(...names.map(displayWidth)) + 1) / slot));
    const axis = names
      .map((name, index) =>
        index % every === 0
          ? fitted(span(name), Math.min(slot * every, slot * (names.length - index))).text
          : '',
      )
      .join('');
    return [title, ...drawn, [span(' '.repeat(labelRoom)), span(axis, 'quiet')]];
  };
  return { half: false, lines };
};
