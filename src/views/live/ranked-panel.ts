import type { Column } from '../../model/columns.ts';
import type { Row } from '../../result/table.ts';
import { barLengths } from '../charts/bars.ts';
import { displayWidth } from '../format/display-width.ts';
import { fitted, type Line, lineWidth, type Span, span } from '../format/line.ts';
import { briefColumns, type BriefColumns } from '../reading/columns.ts';
import { shareColumn } from '../reading/ranking.ts';
import { cellWords, columnOf, numberOf, type Reading, rowName } from '../reading/reading.ts';
import {
  type Change,
  rankChanges,
  rankChangeSpan,
  shareChanges,
  shareChangeSpan,
} from './change.ts';
import { inPlace } from './direction.ts';
import { partRooms, rankedRooms } from './rooms.ts';
import { thinBar } from './thin-bar.ts';

/** Where more of the rows are new, that is no news. */
const mostNew = 0.5;
const narrowestShare = 6;
const rankChangeRoom = 4;
const shareChangeRoom = 6;

const moreWords = (reading: Reading, brief: BriefColumns, row: Row): string =>
  brief.more.map((column) => ` · ${cellWords(reading, row, column)}`).join('');

/** The name of the row and, where there is room, what goes with it: of a song, the artist. */
const nameSpans = (reading: Reading, brief: BriefColumns, row: Row, width: number): Line => {
  const name = rowName(reading, row, brief.name.name);
  const more = moreWords(reading, brief, row);
  const left = width - displayWidth(name);
  if (more === '' || left < 6) return [fitted(span(inPlace(name)), width)];
  return [span(inPlace(name)), fitted(span(inPlace(more), 'quiet'), left)];
};

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

const rankSpans = (changes: readonly Change[]): readonly Span[] => {
  const fresh = changes.filter((change) => change === 'new').length;
  const told = fresh <= changes.length * mostNew;
  return changes.map((change) => rankChangeSpan(change === 'new' && !told ? undefined : change));
};

/** Title left, what the bars count right above their numbers. */
const titleLine = (title: Line, heading: string, end: number): Line => {
  const room = end - lineWidth(title);
  return displayWidth(heading) >= room
    ? title
    : [...title, fitted(span(heading, 'quiet'), room, 'right')];
};

const blank = (width: number): Span => span(' '.repeat(width));

/** A row of an unranked table is a part of a whole: it has a share. */
const draw = (
  reading: Reading,
  before: Reading | undefined,
  title: Line,
  brief: BriefColumns,
  main: Column,
  width: number,
  count: number,
): readonly Line[] => {
  const { rows, analytic } = reading.table;
  const { ranked } = analytic;
  const shown = rows.slice(0, count);
  const words = (name: string | undefined): readonly string[] =>
    name === undefined ? [] : shown.map((row) => cellWords(reading, row, columnOf(reading, name)));
  const share = ranked ? undefined : shareColumn(reading, main.name);
  const values = words(main.name);
  const shares = words(share);
  const changes = ranked
    ? rankSpans(rankChanges(reading, before))
    : shareChanges(reading, before, share).map(shareChangeSpan);
  const lengths = barLengths(rows.map((row) => numberOf(reading, row, main.name)));
  const heading = main.title.toLowerCase();

  const rankRoom = ranked ? String(shown.length).length + 2 : 0;
  const valueRoom = widest(values);
  const shareRoom = share === undefined ? 0 : 2 + Math.max(narrowestShare, widest(shares));
  const changeRoom = ranked ? rankChangeRoom : shareChangeRoom;
  const rest = width - rankRoom - valueRoom - shareRoom - changeRoom - 4;
  const nameOf = (row: Row): string =>
    rowName(reading, row, brief.name.name) + moreWords(reading, brief, row);
  const titleRoom = lineWidth(title) + 2 + displayWidth(heading) - valueRoom - 1;
  const { nameRoom, barRoom } = ranked
    ? rankedRooms(rest)
    : partRooms(rest, Math.max(widest(rows.map(nameOf)), titleRoom));

  const rowLine = (row: Row, index: number): Line => [
    ...(ranked ? [fitted(span(`${index + 1}`, 'quiet'), rankRoom - 2, 'right'), blank(2)] : []),
    ...nameSpans(reading, brief, row, nameRoom),
    blank(1),
    fitted(span(values[index] ?? '', 'strong'), valueRoom, 'right'),
    blank(1),
    fitted(span(thinBar(lengths[index] ?? 0, barRoom), 'mark'), barRoom),
    ...(share === undefined ? [] : [fitted(span(shares[index] ?? ''), shareRoom, 'right')]),
    blank(2),
    fitted(changes[index] ?? span(''), changeRoom),
  ];
  return [titleLine(title, heading, rankRoom + nameRoom + 1 + valueRoom), ...shown.map(rowLine)];
};

/**
 * Rows with their bars: rank, name, number, bar, for parts of a whole the share, and what changed
 * since the window before.
 */
export const rankedLines =
  (reading: Reading, before: Reading | undefined, title: Line) =>
  (width: number, count: number): readonly Line[] => {
    const brief = briefColumns(reading);
    const main = brief?.main[0];
    return brief === undefined || main === undefined
      ? [title]
      : draw(reading, before, title, brief, main, width, count);
  };
