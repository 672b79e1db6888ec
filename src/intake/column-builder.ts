import { actions, type Action, type Event } from '../event/event.ts';
import type { ColumnBatch } from './batch.ts';
import { eventIdOf } from './event-id.ts';
import type { Layout } from './layout.ts';
import { createTupleDictionary } from './tuple-dictionary.ts';

/** Gathers events into columns, the plain way: what the fast way is held equal to. */
export interface ColumnBuilder {
  add(event: Event): void;
  /** The columns of the events added since the last call. */
  take(): ColumnBatch;
}

const actionIndex: ReadonlyMap<Action, number> = new Map(
  actions.map((action, index) => [action, index]),
);

const wide = ([high, low]: readonly [number, number]): bigint =>
  (BigInt(high) << 32n) | BigInt(low);

/** A builder whose key ids stay the same from batch to batch. */
export const createColumnBuilder = (layout: Layout): ColumnBuilder => {
  const groups = layout.groups.map((fields) => ({ fields, dictionary: createTupleDictionary() }));
  let events: Event[] = [];

  const keysOf = ({ fields, dictionary }: (typeof groups)[number]): Int32Array =>
    Int32Array.from(events, (event) => dictionary.idOf(fields.map((field) => event[field])));

  return {
    add: (event) => void events.push(event),
    take() {
      const ids = events.map((event) => eventIdOf(event.event_id));
      const batch = {
        rows: events.length,
        time: BigInt64Array.from(events, (event) => BigInt(event.event_time)),
        action: Uint8Array.from(events, (event) => actionIndex.get(event.action) ?? 0),
        playedMs: Int32Array.from(events, (event) => event.played_ms ?? -1),
        durationMs: Int32Array.from(events, (event) => event.song_duration_ms ?? -1),
        idHigh: BigUint64Array.from(ids, ({ words }) => wide([words[0], words[1]])),
        idLow: BigUint64Array.from(ids, ({ words }) => wide([words[2], words[3]])),
        idText: ids.every(({ text }) => text === null) ? null : ids.map(({ text }) => text),
        keys: groups.map(keysOf),
        entries: groups.map(({ dictionary }) => dictionary.takeNew()),
      };
      events = [];
      return batch;
    },
  };
};
