import type { Chart } from '../../model/chart.ts';
import { columnOf, figureWords, type Reading } from '../reading/reading.ts';
import type { Block } from './block.ts';
import { displayWidth } from '../format/display-width.ts';
import { fitted, type Line, span } from '../format/line.ts';

type Figures = Extract<Chart, { readonly kind: 'figures' }>;

const gap = 3;

/** A few numbers with their names, in columns. */
export const figuresBlock = (reading: Reading, chart: Figures): Block => {
  const { analytic, rows } = reading.table;
  const row = rows[0] ?? [];
  const shown = chart.of.map((name) => {
    const column = columnOf(reading, name);
    return {
      title: column.title,
      value: figureWords(reading, row, column).replaceAll('\u00a0', ' '),
    };
  });
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(displayWidth));
  const titleRoom = widest(shown.map(({ title }) => title));
  const valueRoom = widest(shown.map(({ value }) => value));
  const lines = (width: number): readonly Line[] => {
    const cell = titleRoom + 2 + valueRoom;
    const across = Math.max(1, Math.min(4, Math.floor((width + gap) / (cell + gap))));
    const down = Math.ceil(shown.length / across);
    const filled = (index: number): Line => {
      const one = shown[index];
      return one === undefined
        ? []
        : [
            fitted(span(one.title, 'quiet'), titleRoom),
            span('  '),
            fitted(span(one.value, 'strong'), Math.min(valueRoom, width - titleRoom - 2), 'right'),
            span(' '.repeat(gap)),
          ];
    };
    return [
      [span(analytic.title, 'strong')],
      ...Array.from({ length: down }, (_, line) =>
        Array.from({ length: across }, (__, at) => filled(line * across + at)).flat(),
      ),
    ];
  };
  return { half: false, lines };
};
