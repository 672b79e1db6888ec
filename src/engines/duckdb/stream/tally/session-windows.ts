import type { Value } from '../../../../model/aggregates/function.ts';
import type { SessionRows } from '../../../../model/sessions.ts';
import { cellEvaluator, type Fields } from '../../../../plan/evaluate.ts';
import type { Frame } from '../../../../plan/frame.ts';
import { createQueryTally } from './query-tally.ts';
import { createSessionAggregates } from './session-aggregates.ts';
import type { ContextFor, FrameTally } from './tally.ts';

interface Session {
  first: number;
  last: number;
  readonly partials: unknown[];
  /** As last made; undefined where it has changed since. */
  row: Fields | undefined;
}

/** With more, all are given up. */
const mostSessions = 200_000;

/**
 * Sessions by the window in which they end. What is not known came before some instant: sessions
 * that begin more than a gap after it, and windows that begin after it, have nothing of that.
 */
export const createSessionWindows = (
  frame: Frame,
  over: SessionRows,
  contextFor: ContextFor,
  newestHeld: number,
): FrameTally => {
  const { window, holdUs: gapUs } = frame;
  const sessions = new Map<Value, Session[]>();
  const context = contextFor(0, 0);
  const listenerOf = cellEvaluator(over.by, context);
  const aggregates = createSessionAggregates(over, window, contextFor);
  let unknownTo = newestHeld;
  let newest = -Infinity;
  let count = 0;

  const giveUp = (): void => {
    unknownTo = Math.max(unknownTo, newest);
    sessions.clear();
    count = 0;
  };

  const rowOf = (listener: Value, { first, last, partials }: Session): Fields => ({
    ...aggregates.values(partials),
    user_id: listener,
    started_at: first,
    ended_at: last,
    duration_ms: Math.floor((last - first) / 1000),
  });

  return {
    add(row, time, watermark) {
      if (time < watermark) return;
      const listener = listenerOf(row);
      const own = sessions.get(listener) ?? [];
      const joined = own.filter(({ first, last }) => time >= first - gapUs && time <= last + gapUs);
      const [session = { first: time, last: time, partials: aggregates.zero(), row: undefined }] =
        joined;
      for (const other of joined.slice(1)) {
        session.first = Math.min(session.first, other.first);
        session.last = Math.max(session.last, other.last);
        aggregates.combine(session.partials, other.partials);
      }
      session.first = Math.min(session.first, time);
      session.last = Math.max(session.last, time);
      aggregates.add(session.partials, row, time);
      session.row = undefined;
      sessions.set(listener, [...own.filter((one) => !joined.includes(one)), session]);
      count += 1 - joined.length;
      newest = Math.max(newest, time);
      if (count > mostSessions) giveUp();
    },
    miss(time) {
      unknownTo = Math.max(unknownTo, time);
    },
    rows(queries, start) {
      if (start <= unknownTo) return undefined;
      const end = start + window.sizeUs;
      const about = contextFor(start, end);
      const tallies = queries.map((query) => createQueryTally(query, about));
      for (const [listener, own] of sessions) {
        for (const session of own) {
          if (session.last < start || session.last >= end) continue;
          if (session.first - gapUs <= unknownTo) return undefined;
          session.row ??= rowOf(listener, session);
          for (const tally of tallies) tally.add(session.row);
        }
      }
      return tallies.map((tally) => tally.rows());
    },
    forget(closedTo) {
      for (const [listener, own] of sessions) {
        // Nothing that counts from here on joins what ended so long ago.
        const left = own.filter(({ last }) => last + window.sizeUs + gapUs > closedTo);
        count -= own.length - left.length;
        if (left.length === 0) sessions.delete(listener);
        else sessions.set(listener, left);
      }
    },
  };
};
