import { heatMapGeometry } from '../../charts/heat-map.ts';
import { fitText } from '../../charts/text-width.ts';
import { shades, type Shades } from '../../charts/shades.ts';
import type { Chart } from '../../../model/chart.ts';
import { unitless } from '../../format/value.ts';
import { el, type Markup } from '../../markup/markup.ts';
import { heatGrid } from '../../reading/grid.ts';
import { columnOf, numberOf, type Reading } from '../../reading/reading.ts';
import { shadeCount } from '../tokens.ts';
import { fontSize, label, pageWidth, rect, svg, type Width } from './svg.ts';

type HeatMap = Extract<Chart, { readonly kind: 'heatMap' }>;

const options = (
  reading: Reading,
  of: string,
): { readonly shadeCount: number; readonly whole: boolean } => ({
  shadeCount,
  whole: columnOf(reading, of).type === 'integer',
});

/** The class of a cell: shades are spread over all six colours, also where there are fewer. */
const shadeClass = (shade: number | null, { ends }: Shades): string =>
  shade === null
    ? 'none'
    : shade === 0
      ? 's0'
      : `s${Math.round((shade / ends.length) * shadeCount)}`;

/** Cells of one hue; on phones turned on its side, so that the cells stay large enough. */
export const heatMapFigure = (reading: Reading, chart: HeatMap, kind: Width): Markup => {
  const turned = kind === 'narrow';
  const grid = heatGrid(reading, turned ? { ...chart, x: chart.y, y: chart.x } : chart);
  const cellHeight = turned ? 17 : 27;
  const margin = { top: 22, right: 0, bottom: 0, left: 40 };
  const size = { width: pageWidth[kind], height: margin.top + grid.rows.length * cellHeight };
  const geometry = heatMapGeometry(
    grid.values,
    { columns: grid.columns.length, rows: grid.rows.length },
    size,
    margin,
    options(reading, chart.of),
  );
  const room = (size.width - margin.left) / Math.max(1, grid.columns.length);
  return svg(
    size,
    kind,
    geometry.columns.map((at, index) =>
      label(at, 14, fitText(grid.columns[index] ?? '', room, fontSize)),
    ),
    geometry.rows.map((at, index) =>
      label(margin.left - 8, at + 4.5, fitText(grid.rows[index] ?? '', margin.left - 8, fontSize), {
        anchor: 'end',
      }),
    ),
    geometry.cells.map(({ x: left, y: top, width, height, shade }) =>
      rect({ class: shadeClass(shade, geometry.shades), x: left, y: top, width, height }),
    ),
  );
};

const swatch = (name: string): Markup =>
  el(
    'svg',
    { viewBox: '0 0 14 14', 'aria-hidden': 'true', focusable: 'false' },
    rect({ class: name, x: 0.5, y: 0.5, width: 13, height: 13 }),
  );

/** What the shades stand for, with the real limits. */
export const heatMapLegend = (reading: Reading, chart: HeatMap): Markup => {
  const column = columnOf(reading, chart.of);
  const values = reading.table.rows.map((row) => numberOf(reading, row, chart.of));
  const whole = column.type === 'integer';
  const scale = shades(values, shadeCount, whole);
  const ranges = scale.ends.map((end, index) => {
    const start = end - scale.size + (whole ? 1 : 0);
    const text =
      whole && start === end
        ? unitless(column, end)
        : `${unitless(column, start)}–${unitless(column, end)}`;
    return el('span', {}, swatch(shadeClass(index + 1, scale)), text);
  });
  const zero = values.includes(0);
  const none = values.includes(null);
  return el(
    'div',
    { class: 'legend', 'aria-hidden': 'true' },
    zero && el('span', {}, swatch('s0'), '0'),
    ranges,
    none && el('span', {}, swatch('none'), 'no data'),
  );
};
