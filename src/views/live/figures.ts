import type { Column } from '../../model/columns.ts';
import { displayWidth } from '../format/display-width.ts';
import { fitted, type Line, lineWidth, type Span, span } from '../format/line.ts';
import { columnOf, figureWords, isAvailable, numberOf, type Reading } from '../reading/reading.ts';
import { shareChangeSpan } from './change.ts';

const gap = 3;

interface Figure {
  readonly column: Column;
  readonly value: Line;
  readonly width: number;
}

const figureOf = (reading: Reading, before: Reading | undefined, name: string): Figure => {
  const column = columnOf(reading, name);
  const row = reading.table.rows[0] ?? [];
  const past = before?.table.rows[0];
  const now = numberOf(reading, row, name);
  const then = before === undefined || past === undefined ? null : numberOf(before, past, name);
  const change: Span =
    column.unit === 'ratio' && now !== null && then !== null
      ? shareChangeSpan({ by: now - then })
      : span('');
  const words = span(figureWords(reading, row, column), 'strong');
  const value = change.text === '' ? [words] : [words, span(' '), change];
  return { column, value, width: Math.max(displayWidth(column.title), lineWidth(value)) };
};

/** The figures of the chart that fit: rates and the first counts before the others, in its order. */
const chosen = (figures: readonly Figure[], width: number): readonly Figure[] => {
  const isRate = ({ column }: Figure): boolean => column.unit === 'ratio';
  const first = figures.slice(0, 3);
  const byWeight = [...new Set([...first, ...figures.filter(isRate), ...figures])];
  const kept = new Set<Figure>();
  let left = width + gap;
  for (const figure of byWeight) {
    if (figure.width + gap > left) continue;
    left -= figure.width + gap;
    kept.add(figure);
  }
  return figures.filter((figure) => kept.has(figure));
};

const figuresOf = (reading: Reading, before: Reading | undefined): readonly Figure[] => {
  const { chart } = reading.table.analytic;
  return chart.kind !== 'figures'
    ? []
    : chart.of
        .filter((name) => isAvailable(reading, columnOf(reading, name)))
        .map((name) => figureOf(reading, before, name));
};

const cells = (kept: readonly Figure[], of: (figure: Figure) => Line): Line =>
  kept.flatMap((figure, index) => {
    const line = of(figure);
    const fill = index === kept.length - 1 ? 0 : figure.width + gap - lineWidth(line);
    return fill === 0 ? line : [...line, span(' '.repeat(fill))];
  });

/** Numbers in a row, their names below. */
export const figureStrip = (
  reading: Reading,
  before: Reading | undefined,
  width: number,
): readonly Line[] => {
  const kept = chosen(figuresOf(reading, before), width);
  return [
    cells(kept, ({ value }) => value),
    cells(kept, ({ column }) => [span(column.title.toLowerCase(), 'quiet')]),
  ];
};

/** Numbers below one another, as rows of a panel. */
export const figureLines =
  (reading: Reading, before: Reading | undefined, title: Line) =>
  (width: number, rows: number): readonly Line[] => {
    const figures = figuresOf(reading, before).slice(0, rows);
    const valueRoom = figures.reduce((most, { value }) => Math.max(most, lineWidth(value)), 0);
    const titleRoom = Math.min(
      width - valueRoom - 2,
      figures.reduce((most, { column }) => Math.max(most, displayWidth(column.title)), 0),
    );
    return [
      title,
      ...figures.map(({ column, value }): Line => [
        fitted(span(column.title), titleRoom),
        span('  '),
        ...value,
      ]),
    ];
  };

/** The figures in one sentence: `26,871 plays  8,120 listeners`. */
export const figureWordsOf = (reading: Reading, count: number): Line =>
  chosen(figuresOf(reading, undefined), Number.POSITIVE_INFINITY)
    .slice(0, count)
    .flatMap(({ column, value }, index) => [
      ...(index === 0 ? [] : [span('   ')]),
      ...value.map(({ text }) => span(text)),
      span(` ${column.title.toLowerCase()}`, 'quiet'),
    ]);
