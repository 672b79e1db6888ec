import { fc } from '@fast-check/vitest';
import { actions, type Event } from '../../src/event/event.ts';
import { parseInstant } from '../../src/event/time.ts';
import type { LogRecord } from '../../src/engines/reference/stream/log-record.ts';
import { recordsOf, recordText, type StreamLog } from './log.ts';
import { arbitraryValue } from './record-value.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Where logs begin: an ordinary day, before 1970, and before a change to summer time in Europe. */
const starts = ['2026-03-02T09:58:00Z', '1969-12-31T22:59:00Z', '2026-03-29T00:00:00Z'].map(
  (text) => parseInstant(text) ?? 0,
);

const few = (letter: string): fc.Arbitrary<string> =>
  fc.constantFrom(`${letter}1`, `${letter}2`, `${letter}3`);

/** Three who are there all the time, and some whose sessions end. */
const users = fc.oneof(
  { weight: 2, arbitrary: few('u') },
  { weight: 1, arbitrary: fc.integer({ min: 4, max: 15 }).map((number) => `u${number}`) },
);

type Content = Omit<Event, 'event_id' | 'event_time'>;

const content: fc.Arbitrary<Content> = fc.record({
  action: fc.constantFrom(...actions),
  user_id: users,
  song_id: few('s'),
  session_id: fc.constant(null),
  song_title: fc.option(fc.constantFrom('', 'One', 'one', '𝄞')),
  artist_id: fc.option(few('a')),
  artist_name: fc.option(fc.constantFrom('A', 'B')),
  album_name: fc.constant(null),
  genre: fc.constant(null),
  song_duration_ms: fc.option(fc.constantFrom(3, 30_000, 200_000)),
  played_ms: fc.option(fc.constantFrom(0, 29_999, 30_000, 200_001)),
  device: fc.option(fc.constantFrom('mobile', 'web')),
  country: fc.option(fc.constantFrom('DE', 'US')),
  city: fc.option(few('City ')),
});

/** How far the clock of a partition goes on before an event. */
const advance = fc.record({
  us: fc.constantFrom(0, 1, second, 20 * second, minute, 3 * minute, 5 * minute, 20 * minute),
  /** Then on to the next multiple of five minutes, so that watermarks fall on ends of windows. */
  toEdge: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
});

/** How far an event is behind its partition's clock, from so many delays and microseconds. */
const behind = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ delays: 0, us: 0 }) },
  { weight: 2, arbitrary: fc.record({ delays: fc.constant(0), us: fc.nat(10 * minute) }) },
  {
    weight: 3,
    arbitrary: fc.record({ delays: fc.constantFrom(0.5, 1, 1.5), us: fc.constantFrom(0, 1, -1) }),
  },
  { weight: 2, arbitrary: fc.record({ delays: fc.constant(1), us: fc.nat(90 * minute) }) },
);

const step = fc.record({
  advance,
  behind,
  content,
  valueOf: arbitraryValue,
  /** Offsets before the record that belong to none. */
  gap: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 })),
});

const partition = (maxEvents: number) =>
  fc.record({
    lagUs: fc.constantFrom(0, 0, 7 * minute, hour, 2 * hour),
    first: fc.constantFrom(0, 0, 1, 1_000_000),
    gapAtEnd: fc.constantFrom(0, 0, 2),
    steps: fc.array(step, { maxLength: maxEvents, size: 'max' }),
  });

const copy = fc.record({ of: fc.nat(), to: fc.nat(), at: fc.nat() });

const shape = (maxEvents: number) =>
  fc.record({
    start: fc.constantFrom(...starts),
    partitions: fc.array(partition(maxEvents), { minLength: 1, maxLength: 4 }),
    copies: fc.array(copy, { maxLength: 12 }),
    ids: fc.constantFrom('text', 'uuid', 'mixed'),
  });

type Shape = ReturnType<typeof shape> extends fc.Arbitrary<infer S> ? S : never;

const idOf = (kind: Shape['ids'], number: number): string =>
  kind === 'uuid' || (kind === 'mixed' && number % 2 === 0)
    ? `0190c0de-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
    : `e${number}`;

interface Item {
  readonly value: LogRecord['value'];
  readonly gap: number;
}

const fiveMinutes = 5 * minute;

const itemsOf = (
  { lagUs, steps }: Shape['partitions'][number],
  firstNumber: number,
  { start, ids }: Shape,
  delayUs: number,
): Item[] => {
  let clock = start + lagUs;
  return steps.map(({ advance, behind, content, valueOf, gap }, index) => {
    clock += advance.us;
    if (advance.toEdge) clock = Math.ceil(clock / fiveMinutes) * fiveMinutes;
    const event_id = idOf(ids, firstNumber + index);
    const event_time = clock - Math.floor(behind.delays * delayUs) - behind.us;
    return { value: valueOf({ ...content, event_id, event_time }), gap };
  });
};

/** Puts equal copies of records at other places, in their own partition or another. */
const strewCopies = (partitions: readonly Item[][], copies: Shape['copies']): void => {
  for (const { of, to, at } of copies) {
    const all = partitions.flat();
    const item = all[of % Math.max(1, all.length)];
    const target = partitions[to % partitions.length];
    if (item !== undefined) target?.splice(at % (target.length + 1), 0, item);
  }
};

const build = (whole: Shape, delayUs: number): StreamLog => {
  let number = 0;
  const items = whole.partitions.map((one) => {
    const from = number;
    number += one.steps.length;
    return itemsOf(one, from, whole, delayUs);
  });
  strewCopies(items, whole.copies);
  return whole.partitions.map(({ first, gapAtEnd }, partition) => {
    let offset = first;
    const records = (items[partition] ?? []).map(({ value, gap }): LogRecord => {
      const record = { partition, offset: offset + gap, value };
      offset = record.offset + 1;
      return record;
    });
    return { partition, first, end: offset + gapAtEnd, records };
  });
};

/** So that a counterexample can be read. */
const readable = (log: StreamLog): StreamLog =>
  Object.defineProperty(log, fc.toStringMethod, {
    value: () => `\n  ${recordsOf(log).map(recordText).join('\n  ')}\n`,
  });

/**
 * Logs of up to 4 partitions of up to `maxEvents` events (60) in some three hours: in disorder, some later than
 * the delay and some exactly so, some partitions hours behind others, with equal copies of events,
 * with records that are no event, and with holes in the offsets.
 */
export const arbitraryLog = (
  watermarkDelayUs: number,
  { maxEvents = 60 }: { readonly maxEvents?: number } = {},
): fc.Arbitrary<StreamLog> =>
  shape(maxEvents).map((whole) => readable(build(whole, watermarkDelayUs)));
