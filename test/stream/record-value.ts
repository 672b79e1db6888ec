import { fc } from '@fast-check/vitest';
import type { Event } from '../../src/event/event.ts';
import { maxEventBytes } from '../../src/event/reject.ts';
import { wireLine } from '../property/wire.ts';

type ValueOf = (event: Event) => Uint8Array | null;

const bytes = (text: string): Uint8Array => Buffer.from(text);

const padded = (event: Event, length: number): Uint8Array => {
  const line = bytes(wireLine(event));
  const value = Buffer.alloc(length, ' ');
  value.set(line);
  return value;
};

const changed = (event: Event, changes: Readonly<Record<string, unknown>>): Uint8Array =>
  bytes(JSON.stringify({ ...(JSON.parse(wireLine(event)) as object), ...changes }));

const line: ValueOf = (event) => bytes(wireLine(event));

/** Other ways to write the same event. */
const otherForms: Readonly<Record<string, ValueOf>> = {
  pretty: (event) => bytes(JSON.stringify(JSON.parse(wireLine(event)), undefined, 1)),
  carriageReturn: (event) => bytes(`${wireLine(event)}\r`),
  lineFeed: (event) => bytes(`\n${wireLine(event)}\n`),
  unknownField: (event) => changed(event, { extra: { at: [1, '\n', null] } }),
  escaped: (event) => bytes(wireLine(event).replace('"user_id"', String.raw`"\u0075ser_id"`)),
};

/** Records that are no event; those that have a time have one far ahead, which must move nothing. */
const malformed: Readonly<Record<string, ValueOf>> = {
  tombstone: () => null,
  empty: () => bytes(''),
  blank: () => bytes(' \t'),
  blankLines: () => bytes('\n\n'),
  cut: (event) => line(event)?.subarray(0, 40) ?? null,
  noObject: () => bytes('[]'),
  trailingComma: (event) => bytes(wireLine(event).replace(/\}$/, ',}')),
  lineFeedInText: (event) => bytes(wireLine(event).replace('"user_id":"', '"user_id":"\n')),
  notUtf8: (event) => Buffer.concat([Buffer.from([0x22, 0xff, 0x22]), bytes(wireLine(event))]),
  halfSurrogate: (event) => changed(event, { city: '\uD800' }),
  otherAction: (event) => changed(event, { action: 'dance', event_time: '2199-01-01T00:00:00Z' }),
  noUser: (event) => changed(event, { user_id: null, event_time: '2199-01-01T00:00:00Z' }),
  fraction: (event) => changed(event, { played_ms: 3.5 }),
  numberAsText: (event) => changed(event, { song_duration_ms: '3' }),
  otherTime: (event) => changed(event, { event_time: '2199-01-01 00:00:00Z' }),
};

/** As long as an event may be, and a byte longer. */
const long: readonly ValueOf[] = [
  (event) => padded(event, maxEventBytes),
  (event) => padded(event, maxEventBytes + 1),
];

/** Writes an event as the value of a record: mostly as a line, seldom otherwise, seldom wrongly. */
export const arbitraryValue: fc.Arbitrary<ValueOf> = fc.oneof(
  { weight: 160, arbitrary: fc.constant(line) },
  { weight: 10, arbitrary: fc.constantFrom(...Object.values(otherForms)) },
  { weight: 20, arbitrary: fc.constantFrom(...Object.values(malformed)) },
  { weight: 1, arbitrary: fc.constantFrom(...long) },
);
