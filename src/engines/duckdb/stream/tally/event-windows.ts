import { overlapOf, windowStarts } from '../../../../model/window.ts';
import { closesAt, type Frame, isInTime } from '../../../../plan/frame.ts';
import type { Query } from '../../../../plan/query.ts';
import { createQueryTally, type QueryTally } from './query-tally.ts';
import type { ContextFor, FrameTally } from './tally.ts';

interface Counted {
  events: number;
  readonly queries: ReadonlyMap<Query, QueryTally>;
}

/** Events that are kept at a time, so many times as they are in windows; beyond them windows are asked for. */
const mostEvents = 1_000_000;

/** Fixed windows of events; those in `held` are not known. */
export const createEventWindows = (
  frame: Frame,
  contextFor: ContextFor,
  held: readonly number[],
): FrameTally => {
  const { window } = frame;
  const windows = new Map<number, Counted | 'missed'>(held.map((start) => [start, 'missed']));
  const most = mostEvents / overlapOf(window) / 2;
  let missedBucket = Number.NaN;

  const at = (start: number): Counted | 'missed' => {
    const known = windows.get(start);
    if (known !== undefined) return known;
    const context = contextFor(start, start + window.sizeUs);
    const counted: Counted = {
      events: 0,
      queries: new Map(frame.queries.map((query) => [query, createQueryTally(query, context)])),
    };
    windows.set(start, counted);
    return counted;
  };

  return {
    add(row, time, watermark) {
      for (const start of windowStarts(window, time)) {
        if (!isInTime(frame, start, time, watermark)) continue;
        const counted = at(start);
        if (counted === 'missed') continue;
        counted.events += 1;
        if (counted.events > most) windows.set(start, 'missed');
        else for (const query of counted.queries.values()) query.add(row);
      }
    },
    miss(time) {
      const bucket = Math.floor(time / window.slideUs);
      if (bucket === missedBucket) return;
      // Where the size is no multiple of the slide, windows end within a bucket.
      missedBucket = window.sizeUs % window.slideUs === 0 ? bucket : Number.NaN;
      for (const start of windowStarts(window, time)) windows.set(start, 'missed');
    },
    rows(queries, start) {
      const counted = windows.get(start);
      if (counted === undefined || counted === 'missed') return undefined;
      return queries.map((query) => counted.queries.get(query)?.rows() ?? []);
    },
    forget(closedTo) {
      missedBucket = Number.NaN;
      for (const start of windows.keys()) {
        if (closesAt(frame, start) <= closedTo) windows.delete(start);
      }
    },
  };
};
