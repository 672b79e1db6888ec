import type { Chart } from '../../../model/chart.ts';
import { notAvailable } from '../../format/value.ts';
import { el, type Markup } from '../../markup/markup.ts';
import { columnOf, figureWords, type Reading } from '../../reading/reading.ts';

type Figures = Extract<Chart, { readonly kind: 'figures' }>;

/** A few large numbers with their names: typography, not cards. */
export const numbersFigure = (reading: Reading, chart: Figures): Markup | undefined => {
  const row = reading.table.rows[0];
  if (row === undefined) return undefined;
  return el(
    'dl',
    {
      class: 'figures',
      style: `--across:${chart.of.length <= 6 ? chart.of.length : Math.ceil(chart.of.length / 2)}`,
    },
    chart.of.map((name) => {
      const column = columnOf(reading, name);
      const words = figureWords(reading, row, column);
      return el(
        'div',
        {},
        el('dt', {}, column.title),
        el('dd', { class: words === notAvailable ? 'absent' : undefined }, words),
      );
    }),
  );
};
