import type { Fields } from '../../../../plan/evaluate.ts';
import { overlapOf } from '../../../../model/window.ts';
import type { Frame } from '../../../../plan/frame.ts';
import type { Query, QueryContext } from '../../../../plan/query.ts';
import type { Row } from '../../../../result/table.ts';
import type { WindowRows } from '../../../stream-state.ts';
import { createEventWindows } from './event-windows.ts';
import { createSessionWindows } from './session-windows.ts';

/** The windows of one frame, as far as they are known. */
export interface FrameTally {
  /** An event with its time, and the watermark that had passed it; -Infinity: none. */
  add(row: Fields, time: number, watermark: number): void;
  /** An event of this time is there that is not added: windows it counts in are not known any more. */
  miss(time: number): void;
  /** Rows of queries in a window, undefined where it is not known. */
  rows(queries: readonly Query[], start: number): readonly (readonly Row[])[] | undefined;
  /** Windows that are closed are forgotten. */
  forget(closedTo: number): void;
}

/**
 * Open windows as they are so far, in memory: while little comes, the rows of panes cost less to
 * keep than to ask for. Only windows are known of which every event came here; finals are asked for.
 */
export interface Tally extends Omit<FrameTally, 'rows'> {
  rows(frame: Pick<Frame, 'queries'>, start: number): WindowRows | undefined;
}

/** Settings and local time for events of this span (microseconds). */
export type ContextFor = (first: number, last: number) => QueryContext;

/** What the state held before. */
export interface Held {
  /** Starts of windows with events, per frame. */
  readonly windows: readonly (readonly number[])[];
  /** No event is newer; -Infinity without any. */
  readonly newest: number;
}

/** An event of more windows costs less to store than to count in each. */
const mostOverlap = 12;

const unknown: FrameTally = {
  add: () => undefined,
  miss: () => undefined,
  rows: () => undefined,
  forget: () => undefined,
};

const frameTally = (
  frame: Frame,
  contextFor: ContextFor,
  held: readonly number[],
  newest: number,
): FrameTally => {
  if (overlapOf(frame.window) > mostOverlap) return unknown;
  return frame.over === undefined
    ? createEventWindows(frame, contextFor, held)
    : createSessionWindows(frame, frame.over, contextFor, newest);
};

export const createTally = (
  frames: readonly Frame[],
  contextFor: ContextFor,
  { windows, newest }: Held,
): Tally => {
  const tallies = frames.map((frame, index) =>
    frameTally(frame, contextFor, windows[index] ?? [], newest),
  );
  const byQuery = new Map(
    frames.flatMap(({ queries }, index) => queries.map((query) => [query, tallies[index]])),
  );
  return {
    add(row, time, watermark) {
      for (const one of tallies) one.add(row, time, watermark);
    },
    miss(time) {
      for (const one of tallies) one.miss(time);
    },
    rows({ queries }, start) {
      const [first] = queries;
      const rows = first && byQuery.get(first)?.rows(queries, start);
      return rows && { start, rows };
    },
    forget(closedTo) {
      for (const one of tallies) one.forget(closedTo);
    },
  };
};
