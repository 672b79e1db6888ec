import type { SessionRows } from '../model/sessions.ts';
import type { Window } from '../model/window.ts';
import type { Query, QueryContext } from './query.ts';

/**
 * Queries whose windows open and close together: of events in the same fixed windows, or of the
 * same sessions, by the window in which they end.
 */
export interface Frame {
  readonly window: Window;
  /** Undefined: of events. */
  readonly over: SessionRows | undefined;
  /** How far the watermark must be past a window's end (microseconds): the session gap, or 0. */
  readonly holdUs: number;
  readonly queries: readonly Query[];
}

const frameId = ({ analytic, window }: Query): string =>
  JSON.stringify([window, analytic.over ?? null]);

/** The frames of windowed queries, in the order of their first query. */
export const framesOf = (
  queries: readonly Query[],
  { settings }: Pick<QueryContext, 'settings'>,
): readonly Frame[] => {
  const groups = new Map<string, Query[]>();
  for (const query of queries) {
    if (query.window === undefined) continue;
    const id = frameId(query);
    groups.set(id, [...(groups.get(id) ?? []), query]);
  }
  return [...groups.values()].flatMap((members): Frame[] => {
    const [first] = members;
    if (first?.window === undefined) return [];
    const { over } = first.analytic;
    const holdUs = over === undefined ? 0 : settings[over.gap];
    return [{ window: first.window, over, holdUs, queries: members }];
  });
};

/** The watermark that closes the window that starts then. */
export const closesAt = ({ window, holdUs }: Frame, start: number): number =>
  start + window.sizeUs + holdUs;

/** Whether an event that the own watermark of its partition has passed still counts there. */
export const isInTime = (
  { window, over }: Frame,
  start: number,
  time: number,
  watermark: number,
): boolean => (over === undefined ? start + window.sizeUs > watermark : time >= watermark);

/** The end of the last fixed window of any frame that holds the instant; the instant itself without any. */
export const lastEndOf = (frames: readonly Frame[], time: number): number =>
  frames.reduce(
    (last, { over, window: { sizeUs, slideUs } }) =>
      over === undefined ? Math.max(last, Math.floor(time / slideUs) * slideUs + sizeUs) : last,
    time,
  );
