import { columnsGeometry, type ColumnsGeometry } from '../../charts/columns.ts';
import type { Margin } from '../../charts/frame.ts';
import { fitText } from '../../charts/text-width.ts';
import type { Chart } from '../../../model/chart.ts';
import { formatAxis } from '../../format/value.ts';
import type { Child, Markup } from '../../markup/markup.ts';
import {
  cellOf,
  columnOf,
  figureWords,
  numberOf,
  type Reading,
  rowName,
} from '../../reading/reading.ts';
import { fontSize, label, line, pageWidth, rect, svg, type Width } from './svg.ts';

type Of<K extends Chart['kind']> = Extract<Chart, { readonly kind: K }>;

const gridLines = (
  { ticks, margin, width }: ColumnsGeometry,
  words: (value: number) => string,
): readonly Child[] =>
  ticks.flatMap(({ value, at }) => [
    line({
      class: value === 0 ? 'axis' : 'grid',
      x1: margin.left,
      x2: width - margin.right,
      y1: at,
      y2: at,
    }),
    label(margin.left - 8, at + 4, words(value), { anchor: 'end' }),
  ]);

const marks = (geometry: ColumnsGeometry, top: number): readonly Child[] =>
  geometry.marks
    .filter(({ height }) => height > 0)
    .map(({ index, x, y, width, height }) =>
      rect({
        class: index === top ? 'mark' : 'mark off',
        x,
        y,
        width,
        height: Math.max(1, height),
      }),
    );

const topOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>(
    (best, value, index) => ((value ?? 0) > (values[best] ?? 0) ? index : best),
    0,
  );

/** The name of the place on the axis: the plain hour where rows are hours, else the name of the row. */
const placeName = (reading: Reading, row: Reading['table']['rows'][number], at: string): string =>
  reading.meanings.get(at) === 'hour'
    ? String(cellOf(reading, row, at))
    : rowName(reading, row, at);

/** One upright bar per hour (or whatever the rows are), the highest marked and labelled. */
export const profileFigure = (reading: Reading, chart: Of<'profile'>, kind: Width): Markup => {
  const { rows } = reading.table;
  const column = columnOf(reading, chart.of);
  const values = rows.map((row) => numberOf(reading, row, chart.of));
  const size = { width: pageWidth[kind], height: kind === 'broad' ? 240 : 200 };
  const margin: Margin = { top: 24, right: 4, bottom: 26, left: 52 };
  const geometry = columnsGeometry(values, size, margin, {
    gap: 0.16,
    whole: column.type === 'integer',
  });
  const top = topOf(values);
  const every = Math.max(1, Math.ceil(rows.length / (kind === 'broad' ? 24 : 8)));
  const topMark = geometry.marks[top];
  const topRow = rows[top];
  return svg(
    size,
    kind,
    gridLines(geometry, (value) => formatAxis(column.unit, value)),
    marks(geometry, top),
    geometry.marks
      .filter(({ index }) => index % every === 0)
      .map(({ index, x, width }) => {
        const row = rows[index];
        const text = row === undefined ? '' : placeName(reading, row, chart.at);
        return label(x + width / 2, size.height - 8, fitText(text, width * every + 6, fontSize));
      }),
    topMark !== undefined &&
      topRow !== undefined &&
      label(topMark.x + topMark.width / 2, topMark.y - 6, figureWords(reading, topRow, column), {
        strong: true,
        halo: true,
        anchor: top > rows.length - 3 ? 'end' : top < 2 ? 'start' : 'middle',
      }),
  );
};

/** Upright bars with their counts on top; on phones lying bars, so that the names have room. */
export const histogramFigure = (reading: Reading, chart: Of<'histogram'>, kind: Width): Markup => {
  const { rows } = reading.table;
  const column = columnOf(reading, chart.of);
  const values = rows.map((row) => numberOf(reading, row, chart.of));
  const top = topOf(values);
  if (kind === 'broad' && rows.length <= 16) {
    const size = { width: pageWidth.broad, height: 220 };
    const margin: Margin = { top: 26, right: 4, bottom: 28, left: 4 };
    const geometry = columnsGeometry(values, size, margin, { gap: 0.06, bare: true });
    return svg(
      size,
      kind,
      line({
        class: 'axis',
        x1: margin.left,
        x2: size.width - margin.right,
        y1: geometry.base,
        y2: geometry.base,
      }),
      marks(geometry, top),
      geometry.marks.flatMap(({ index, x, y, width }) => {
        const row = rows[index];
        if (row === undefined) return [];
        const middle = x + width / 2;
        return [
          label(middle, y - 7, figureWords(reading, row, column), { strong: true }),
          label(
            middle,
            size.height - 8,
            fitText(rowName(reading, row, chart.label), width + 4, fontSize),
          ),
        ];
      }),
    );
  }
  const rowHeight = 24;
  const left = kind === 'broad' ? 160 : 92;
  const right = 64;
  const size = { width: pageWidth[kind], height: rows.length * rowHeight + 4 };
  const longest = Math.max(1, values[top] ?? 0);
  return svg(
    size,
    kind,
    rows.flatMap((row, index) => {
      const length = ((values[index] ?? 0) / longest) * (size.width - left - right);
      const y = index * rowHeight;
      return [
        label(left - 10, y + 16, fitText(rowName(reading, row, chart.label), left - 10, fontSize), {
          anchor: 'end',
        }),
        length > 0 &&
          rect({
            class: index === top ? 'mark' : 'mark off',
            x: left,
            y: y + 5,
            width: Math.max(1, length),
            height: 14,
          }),
        label(left + length + 7, y + 16, figureWords(reading, row, column), {
          anchor: 'start',
          strong: true,
        }),
      ];
    }),
  );
};
