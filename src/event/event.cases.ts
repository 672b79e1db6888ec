import fc from 'fast-check';
import { actions, type WireEvent } from './event.ts';
import { endInstant, firstInstant, formatInstant } from './time.ts';

/** The smallest valid event, with changes: `undefined` takes a field away. */
export const wire = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  event_id: 'e1',
  event_time: '2026-11-22T10:15:30Z',
  action: 'play',
  user_id: 'u1',
  song_id: 's1',
  ...changes,
});

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** False where the text holds half of a surrogate pair. */
export const isWellFormed = (string: string): boolean => Buffer.from(string).toString() === string;

export const line = (changes: Readonly<Record<string, unknown>> = {}): Uint8Array =>
  bytes(JSON.stringify(wire(changes)));

const text = (maxLength: number, minLength: number) =>
  fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 20) });

const word = (maxLength: number, minLength: number) =>
  fc.oneof(
    { weight: 8, arbitrary: text(maxLength, minLength) },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(maxLength), '𝄞'.repeat(maxLength)) },
  );

export const anInstant = fc.oneof(
  fc.maxSafeInteger().map((n) => firstInstant + (Math.abs(n) % (endInstant - firstInstant))),
  fc.constantFrom(firstInstant, endInstant - 1, 0, -1, 1, 999_999, -1_000_001),
);

/** Any valid event as it travels. */
export const aWireEvent: fc.Arbitrary<WireEvent> = fc.record(
  {
    event_id: word(64, 1),
    event_time: anInstant.map(formatInstant),
    action: fc.constantFrom(...actions),
    user_id: word(128, 1),
    song_id: word(128, 1),
    session_id: word(128, 1),
    song_title: word(512, 0),
    artist_id: word(512, 0),
    artist_name: word(512, 0),
    album_name: word(512, 0),
    genre: word(512, 0),
    song_duration_ms: fc.integer({ min: 1, max: 86_400_000 }),
    played_ms: fc.integer({ min: 0, max: 86_400_000 }),
    device: fc.stringMatching(/^[a-z0-9][a-z0-9 _-]{0,31}$/),
    country: fc.stringMatching(/^[A-Z]{2}$/),
    city: word(128, 1),
  },
  { requiredKeys: ['event_id', 'event_time', 'action', 'user_id', 'song_id'] },
);
