import type { Event } from './event.ts';

/** A row of the source. */
export type SourceRecord = Readonly<Record<string, unknown>>;

/** The values of a row in the order of the schema's fields, `event_time` as the source has it. */
export type Values = readonly unknown[];

/**
 * The values of a row under the event's own names. The names stand here once more because loads
 * by name are three times as fast as loads by key; a test holds them to the schema.
 */
export const valuesOf = (record: SourceRecord): Values => [
  record.event_id,
  record.event_time,
  record.action,
  record.user_id,
  record.song_id,
  record.session_id,
  record.song_title,
  record.artist_id,
  record.artist_name,
  record.album_name,
  record.genre,
  record.song_duration_ms,
  record.played_ms,
  record.device,
  record.country,
  record.city,
];

// Adding 0 turns the -0 that JSON can write into 0.
const whole = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value) + 0;

const text = (value: unknown): string | null => (value ?? null) as string | null;

/** The event of values that have passed their checks. */
export const eventOf = (values: Values, time: number): Event => ({
  event_id: values[0] as string,
  event_time: time,
  action: values[2] as Event['action'],
  user_id: values[3] as string,
  song_id: values[4] as string,
  session_id: text(values[5]),
  song_title: text(values[6]),
  artist_id: text(values[7]),
  artist_name: text(values[8]),
  album_name: text(values[9]),
  genre: text(values[10]),
  song_duration_ms: whole(values[11]),
  played_ms: whole(values[12]),
  device: text(values[13]),
  country: text(values[14]),
  city: text(values[15]),
});
