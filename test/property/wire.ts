import type { Event } from '../../src/event/event.ts';
import { formatInstant } from '../../src/event/time.ts';

/** The event as one line of NDJSON without its line end; unknown fields are left out. */
export const wireLine = (event: Event): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries({ ...event, event_time: formatInstant(event.event_time) }).filter(
        ([, value]) => value !== null,
      ),
    ),
  );
