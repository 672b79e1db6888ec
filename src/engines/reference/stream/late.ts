import type { Event } from '../../../event/event.ts';
import type { Accepted } from './accepted.ts';
import { isInTime } from './in-time.ts';
import { type WindowOf, windowsAt, type WindowQuery } from './window-query.ts';

/** An accepted event whose first copy came too late for some window that holds it. */
export interface LateEvent {
  readonly event: Event;
  readonly partition: number;
  readonly offset: number;
  /** In the order of the queries, then by start; for sessions, the windows that hold the event. */
  readonly missed: readonly WindowOf[];
}

/**
 * The late events, in the order in which they were accepted. Which copy is first may depend on the
 * order in which partitions are read, so this list may too, unlike the panes.
 */
export const lateEvents = (
  accepted: readonly Accepted[],
  queries: readonly WindowQuery[],
): readonly LateEvent[] =>
  accepted.flatMap(({ event, first: { partition, offset, watermark } }) => {
    const missed = queries
      .flatMap((query) => windowsAt(query, event.event_time))
      .filter((window) => !isInTime(window, event.event_time, watermark));
    return missed.length === 0 ? [] : [{ event, partition, offset, missed }];
  });
