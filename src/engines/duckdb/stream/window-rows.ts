import { overlapOf, windowStarts } from '../../../model/window.ts';
import type { Frame } from '../../../plan/frame.ts';
import { greatestDivisor } from '../../../plan/time-width.ts';
import type { Physical } from '../../../plan/physical.ts';
import type { QueryContext } from '../../../plan/query.ts';
import type { Row } from '../../../result/table.ts';
import type { WindowRows } from '../../stream-state.ts';
import type { Database } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';
import { usualCubesFrom } from '../../query-host.ts';
import { runQueries } from '../run-queries.ts';
import { isReadOnce, loadEvents } from './load-events.ts';
import { catalog } from './schema.ts';
import type { Segment } from './segments.ts';

/** Where the events of the state are. */
export interface Stored {
  readonly database: Database;
  readonly physical: Pick<Physical, 'groups'>;
  readonly segments: readonly Segment[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const integer = (value: number): string => String(BigInt(value));

/** The events that windows of the frame (starts ascending) need: sessions may have begun earlier, and may go on. */
const spanOf = ({ window, over, holdUs }: Frame, starts: readonly number[]): Span => ({
  from: over === undefined ? (starts[0] ?? 0) : -Infinity,
  to: (starts.at(-1) ?? 0) + window.sizeUs + holdUs,
});

const within = ({ from, to }: Span): string =>
  from === -Infinity ? `t < ${integer(to)}` : `t >= ${integer(from)} AND t < ${integer(to)}`;

/** Windows that do not overlap: one begins every `strideUs`, the first at `offsetUs` after 1970. */
interface Apart {
  readonly strideUs: number;
  readonly offsetUs: number;
}

/** Which events behind count in the window that holds them. */
const countsBehind = ({ window, over }: Frame, { strideUs, offsetUs }: Apart): string => {
  if (over !== undefined) return '(w IS NULL OR t >= w) AND (v IS NULL OR t < v)';
  const stride = integer(strideUs);
  const start = `(t - (((t - ${integer(offsetUs)}) % ${stride}) + ${stride}) % ${stride})`;
  const end = `(${start} + ${integer(window.sizeUs)})`;
  return `t < ${end} AND (w IS NULL OR ${end} > w) AND (v IS NULL OR ${end} <= v)`;
};

/** The events of the span that count, as a SELECT of columns. */
const eventsOf =
  ({ segments }: Stored, frame: Frame, span: Span, apart: Apart) =>
  (columns: string): string =>
    [
      ...segments
        .filter(({ first, last }) => first < span.to && last >= span.from)
        .map(({ table }) => `SELECT ${columns} FROM ${catalog}.${table} WHERE ${within(span)}`),
      `SELECT ${columns} FROM ${catalog}.behind WHERE ${within(span)} AND ${countsBehind(frame, apart)}`,
    ].join(' UNION ALL ');

const run = async (
  stored: Stored,
  frame: Frame,
  starts: readonly number[],
  context: QueryContext,
  apart: Apart,
): Promise<readonly WindowRows[]> => {
  const select = eventsOf(stored, frame, spanOf(frame, starts), apart);
  const physical = await loadEvents(stored.database, stored.physical, frame, select);
  const { tables } = await runQueries(
    stored.database,
    physical,
    frame.queries,
    context,
    isReadOnce(frame) ? Infinity : usualCubesFrom,
  );
  const byStart = tables.map((table) => {
    const rows = new Map<number, Row[]>(starts.map((start) => [start, []]));
    for (const row of table.rows) rows.get(Number(row[0]))?.push(row.slice(2));
    return rows;
  });
  return starts.map((start) => ({ start, rows: byStart.map((rows) => rows.get(start) ?? []) }));
};

const hasBehind = async ({ database }: Stored, span: Span): Promise<boolean> => {
  const [row] = await database.rows(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${catalog}.behind WHERE ${within(span)} LIMIT 1)`,
  );
  return Number(row?.['n'] ?? 0) > 0;
};

/** The rows of windows of one frame, over what the state holds. */
export const windowRows = async (
  stored: Stored,
  frame: Frame,
  starts: readonly number[],
  context: QueryContext,
): Promise<readonly WindowRows[]> => {
  if (starts.length === 0) return [];
  const { window, over } = frame;
  const overlaps = over === undefined && window.slideUs < window.sizeUs;
  const tumbling: Apart = { strideUs: window.slideUs, offsetUs: 0 };
  if (!overlaps || !(await hasBehind(stored, spanOf(frame, starts)))) {
    return run(stored, frame, starts, context, tumbling);
  }
  // An event behind may count in the later of two windows that overlap and not in the earlier: so
  // windows that do not overlap are answered together.
  const strideUs = overlapOf(window) * window.slideUs;
  const rows: WindowRows[] = [];
  for (let offsetUs = 0; offsetUs < strideUs; offsetUs += window.slideUs) {
    const some = starts.filter((start) => (start - offsetUs) % strideUs === 0);
    if (some.length === 0) continue;
    rows.push(...(await run(stored, frame, some, context, { strideUs, offsetUs })));
  }
  return rows.toSorted((left, right) => left.start - right.start);
};

/** The starts of the frame's windows that hold events and close after the watermark, ascending. */
export const openWindowsOf = async (
  { database, segments }: Stored,
  { window, over, holdUs }: Frame,
  closedTo: number | null,
): Promise<readonly number[]> => {
  // A bucket so wide lies within a window, or outside of it.
  const width = greatestDivisor(window.sizeUs, window.slideUs);
  const bucket = `${duckdbDialect.functions.floorDiv('t', integer(width))} AS b`;
  const limit =
    closedTo === null ? '' : `WHERE t + ${integer(window.sizeUs + holdUs)} > ${integer(closedTo)}`;
  const certain = segments.map(
    ({ table }) => `SELECT DISTINCT ${bucket} FROM ${catalog}.${table} ${limit}`,
  );
  const starts = new Set<number>();
  const closed = closedTo ?? -Infinity;
  for (const { b } of await database.rows(certain.join(' UNION '))) {
    for (const start of windowStarts(window, Number(b) * width)) starts.add(start);
  }
  for (const { t, w, v } of await database.rows(`SELECT t, w, v FROM ${catalog}.behind ${limit}`)) {
    const time = Number(t);
    const [after, until] = [w ?? -Infinity, v ?? Infinity].map(Number) as [number, number];
    for (const start of windowStarts(window, time)) {
      const mark = over === undefined ? start + window.sizeUs : time;
      const counts =
        over === undefined ? mark > after && mark <= until : mark >= after && mark < until;
      if (counts) starts.add(start);
    }
  }
  return [...starts]
    .filter((start) => start + window.sizeUs + holdUs > closed)
    .toSorted((left, right) => left - right);
};
