import { TonearmError } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { createEventReader } from '../../intake/events-of.ts';
import type { EventStore } from '../event-store.ts';
import { deduplicate } from './deduplicate.ts';
import { runReference } from './reference.ts';

const noSql = (): never => {
  throw new TonearmError('USAGE', 'the reference engine has no SQL to explain', {
    hint: 'leave out --engine reference',
  });
};

const endings: ReadonlySet<string> = new Set(['skip', 'complete', 'stop']);

/** Events in the memory of this process, for the oracle; batches are of the whole layout. */
export const createReferenceStore = (): EventStore => {
  const eventsOf = createEventReader();
  let events: readonly Event[] = [];
  const arrived: Event[] = [];
  return {
    append(batch) {
      for (const event of eventsOf(batch)) arrived.push(event);
    },
    appendParquet: async () => {
      throw new TonearmError('INPUT_UNREADABLE', 'the reference engine does not read Parquet', {
        hint: 'leave out --engine reference, or give NDJSON or CSV',
      });
    },
    async finish() {
      events = deduplicate(arrived);
      return { accepted: events.length, duplicates: arrived.length - events.length };
    },
    async restrict(since, until) {
      const inside = events.filter(
        ({ event_time: time }) => time >= (since ?? -Infinity) && time < (until ?? Infinity),
      );
      const outside = events.length - inside.length;
      events = inside;
      return outside;
    },
    async span() {
      if (events.length === 0) return undefined;
      const times = events.map((event) => event.event_time);
      return {
        first: times.reduce((least, time) => Math.min(least, time), Infinity),
        last: times.reduce((most, time) => Math.max(most, time), -Infinity),
        knowsEndings: events.some((event) => endings.has(event.action)),
      };
    },
    query: async (queries, context) => runReference(queries, events, context),
    explain: async () => noSql(),
    interrupt: () => {},
    close: () => {},
  };
};
