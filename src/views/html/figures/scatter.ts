import type { Margin } from '../../charts/frame.ts';
import { scatterGeometry } from '../../charts/scatter.ts';
import type { Chart } from '../../../model/chart.ts';
import { formatAxis } from '../../format/value.ts';
import type { Markup } from '../../markup/markup.ts';
import { columnOf, numberOf, type Reading, rowName } from '../../reading/reading.ts';
import { circle, fontSize, label, line, pageWidth, svg, type Width } from './svg.ts';

type Scatter = Extract<Chart, { readonly kind: 'scatter' }>;

/** Dots beyond this number would be a cloud without a message. */
const mostDots = 1000;

/** One dot per row, sized by the third column; what stands out is labelled. */
export const scatterFigure = (reading: Reading, chart: Scatter, kind: Width): Markup => {
  const x = columnOf(reading, chart.x);
  const y = columnOf(reading, chart.y);
  const points = reading.table.rows.slice(0, mostDots).flatMap((row) => {
    const at = [chart.x, chart.y, chart.size].map((name) => numberOf(reading, row, name));
    const [px, py, size] = at;
    if (typeof px !== 'number' || typeof py !== 'number') return [];
    return [{ x: px, y: py, size: size ?? 0, label: rowName(reading, row, chart.label) }];
  });
  const broad = kind === 'broad';
  const size = { width: pageWidth[kind], height: broad ? 430 : 340 };
  const margin: Margin = { top: 30, right: 14, bottom: 46, left: 52 };
  const geometry = scatterGeometry(points, size, margin, {
    fontSize,
    largestRadius: broad ? 15 : 10,
    labelCount: broad ? 9 : 4,
    labelRoom: broad ? 190 : 130,
    tickCount: broad ? 6 : 4,
  });
  const bottom = size.height - margin.bottom;
  return svg(
    size,
    kind,
    geometry.yTicks.flatMap(({ value, at }, index) => [
      line({
        class: index === 0 ? 'axis' : 'grid',
        x1: margin.left,
        x2: size.width - margin.right,
        y1: at,
        y2: at,
      }),
      label(margin.left - 8, at + 4, formatAxis(y.unit, value), { anchor: 'end' }),
    ]),
    geometry.xTicks.map(({ value, at }) => label(at, bottom + 18, formatAxis(x.unit, value))),
    label(margin.left - 8, 12, `↑ ${y.title}`, { anchor: 'start' }),
    label(size.width - margin.right, size.height - 6, `${x.title} →`, { anchor: 'end' }),
    geometry.dots.map(({ x: cx, y: cy, r }) => circle({ class: 'dot', cx, cy, r })),
    geometry.labels.map((placed) =>
      label(placed.x, placed.y + placed.height * 0.78, placed.text, {
        anchor: 'start',
        strong: true,
        halo: true,
      }),
    ),
  );
};
