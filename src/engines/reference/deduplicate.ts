import type { Event } from '../../event/event.ts';

/** The events without those whose `event_id` came before. */
export const deduplicate = (events: readonly Event[]): readonly Event[] => {
  const seen = new Set<string>();
  return events.filter(({ event_id }) => {
    const isNew = !seen.has(event_id);
    seen.add(event_id);
    return isNew;
  });
};
