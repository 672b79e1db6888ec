import type { Event } from '../../../event/event.ts';
import type { Arrival } from './read-log.ts';

/** An event that was accepted once, with what its copies add. */
export interface Accepted {
  readonly event: Event;
  readonly first: Arrival;
  /** The smallest watermark that any copy met: what a copy is in time for, the event is. */
  readonly watermark: number;
}

/**
 * The arrivals with those of one `event_id` made one, in the order of the first copies. Copies of
 * another time than the first one's stand outside the promise and change nothing here.
 */
export const acceptedOf = (arrivals: readonly Arrival[]): readonly Accepted[] => {
  const byId = new Map<string, Accepted>();
  for (const arrival of arrivals) {
    const { event, watermark } = arrival;
    const known = byId.get(event.event_id);
    if (known === undefined) {
      byId.set(event.event_id, { event, first: arrival, watermark });
    } else if (known.event.event_time === event.event_time) {
      byId.set(event.event_id, { ...known, watermark: Math.min(known.watermark, watermark) });
    }
  }
  return [...byId.values()];
};
