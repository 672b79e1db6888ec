import Type, { type Static } from 'typebox';
import { actions } from './actions.ts';

const dayMs = 86_400_000;

const text = (maxLength: number, minLength: number, description: string) =>
  Type.String({ minLength, maxLength, description });

/**
 * The event, version 1: the one source of the TypeScript types, the validator, the published
 * JSON Schema, the engines' column lists and the documentation table. The order of the fields
 * is the order in which a decoder judges them.
 */
export const eventSchema = Type.Object(
  {
    event_id: text(64, 1, 'identity: a second event with the same id is a duplicate'),
    event_time: Type.String({
      format: 'date-time',
      description: 'when it happened: RFC 3339 with zone, microseconds kept, years 1900 to 2199',
    }),
    action: Type.Enum([...actions], {
      description:
        'skip = the listener moved on; complete = the song reached its end; stop = anything else that ended the playback',
    }),
    user_id: text(128, 1, 'the listener'),
    song_id: text(128, 1, 'the song'),
    session_id: Type.Optional(
      text(128, 1, "the client's own idea of a session; not used for sessions"),
    ),
    song_title: Type.Optional(text(512, 0, 'title of the song')),
    artist_id: Type.Optional(
      text(512, 0, 'the artist; events without it form no row of popular artists'),
    ),
    artist_name: Type.Optional(text(512, 0, 'name of the artist')),
    album_name: Type.Optional(text(512, 0, 'name of the album')),
    genre: Type.Optional(text(512, 0, 'genre of the song')),
    song_duration_ms: Type.Optional(
      Type.Integer({ minimum: 1, maximum: dayMs, description: 'length of the song' }),
    ),
    played_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: dayMs,
        description:
          'audio heard so far in this playback, pauses excluded; may exceed the length of the song',
      }),
    ),
    device: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9 _-]{0,31}$',
        description: 'usual: mobile, desktop, web, tablet, speaker, tv, car, console, wearable',
      }),
    ),
    country: Type.Optional(
      Type.String({
        pattern: '^[A-Z]{2}$',
        description: 'ISO 3166-1 alpha-2; the list is not checked',
      }),
    ),
    city: Type.Optional(text(128, 1, 'city')),
  },
  {
    title: 'Tonearm event, version 1',
    description: 'One play, pause, resume, skip, complete or stop.',
  },
);

/** An event as it travels: one JSON object per line or record. */
export type WireEvent = Static<typeof eventSchema>;

export type FieldName = keyof WireEvent;

type Decoded<V> = undefined extends V ? Exclude<V, undefined> | null : V;

/**
 * An event as engines see it: every field present, an absent one `null`, and `event_time` in
 * microseconds since 1970-01-01T00:00Z (a safe integer for the years 1900 to 2199).
 */
export type Event = Readonly<
  { [F in Exclude<FieldName, 'event_time'>]: Decoded<WireEvent[F]> } & { event_time: number }
>;
