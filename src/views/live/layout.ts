import { type Line, lineWidth, span } from '../format/line.ts';
import type { Panel } from './panel.ts';

const gap = 4;
const twoColumns = 72;
const threeColumns = 150;

/** A panel and the rows that it has got. */
interface Placed {
  readonly panel: Panel;
  readonly rows: number;
}

/** Lines that so many rows of a panel take, with the blank one before all but the first. */
const height = (rows: number, index: number): number => rows + 1 + (index === 0 ? 0 : 1);

const used = (column: readonly Placed[]): number =>
  column.reduce((sum, { rows }, index) => sum + height(rows, index), 0);

const comfortable = (column: readonly Placed[]): number =>
  column.reduce((sum, { panel }, index) => sum + height(panel.comfort, index), 0);

/** Each panel, in order, in the column that asks for least, where its fewest rows fit. */
const place = (
  panels: readonly Panel[],
  count: number,
  room: number,
): readonly (readonly Placed[])[] => {
  const columns: Placed[][] = Array.from({ length: count }, () => []);
  for (const panel of panels) {
    const taken = panel.first ? used : comfortable;
    const fits = columns
      .filter((column) => taken(column) + height(panel.least, column.length) <= room)
      .toSorted((a, b) => comfortable(a) - comfortable(b));
    fits[0]?.push({ panel, rows: panel.least });
  }
  return columns;
};

/** Gives rows that are left to the panels in turn, as long as they have less than their `most`. */
const grow = (
  column: readonly Placed[],
  room: number,
  most: (panel: Panel) => number,
): readonly Placed[] => {
  let grown = column;
  for (let left = room - used(column); left > 0;) {
    const before = left;
    grown = grown.map((placed) => {
      if (left === 0 || placed.rows >= most(placed.panel)) return placed;
      left -= 1;
      return { ...placed, rows: placed.rows + 1 };
    });
    if (left === before) break;
  }
  return grown;
};

const fill = (column: readonly Placed[], room: number): readonly Placed[] =>
  grow(
    grow(column, room, ({ comfort }) => comfort),
    room,
    ({ most }) => most,
  );

const columnLines = (column: readonly Placed[], width: number): readonly Line[] =>
  column.flatMap(({ panel, rows }, index) => {
    const lines = panel.lines(width, rows);
    // A panel keeps its place also while it has fewer rows, so that nothing jumps.
    const missing = Array.from({ length: Math.max(0, rows + 1 - lines.length) }, (): Line => []);
    return [...(index === 0 ? [] : [[]]), ...lines, ...missing];
  });

const beside = (columns: readonly (readonly Line[])[], width: number): readonly Line[] =>
  Array.from({ length: Math.max(0, ...columns.map(({ length }) => length)) }, (_, at) =>
    columns.flatMap((lines, index): Line => {
      const line = lines[at] ?? [];
      if (index === columns.length - 1) return line;
      return [...line, span(' '.repeat(Math.max(0, width - lineWidth(line)) + gap))];
    }),
  );

/** Panels in one to three columns within `width` and `room` lines; the first ones first. */
export const layOut = (panels: readonly Panel[], width: number, room: number): readonly Line[] => {
  const count = width >= threeColumns ? 3 : width >= twoColumns ? 2 : 1;
  const columnWidth = Math.floor((width - gap * (count - 1)) / count);
  const columns = place(panels, count, room).map((column) => fill(column, room));
  return beside(
    columns.map((column) => columnLines(column, columnWidth)),
    columnWidth,
  );
};
