import type { Action, Event } from '../event/event.ts';
import { parseInstant } from '../event/time.ts';
import type { Window } from '../model/window.ts';

/** An event of a case; its `event_id` follows from its place. */
export type CaseEvent = Omit<Event, 'event_id'>;

/** How a case is run, where it is not the plain table in UTC. */
export interface CaseOptions {
  /** `window`: the rows have `window_start` and `window_end` in front. */
  readonly scope?: 'table' | 'window';
  /** Instead of the analytic's own window. */
  readonly window?: Window;
  /** Instead of the analytic's own limit. */
  readonly top?: number;
  /** Instead of the analytic's own threshold. */
  readonly threshold?: number;
  readonly timeZone?: string;
  /** A duration such as `10 minutes`. */
  readonly sessionGap?: string;
  /** Audio that makes a stream, in milliseconds. */
  readonly streamMin?: number;
}

/** What an analytic means, by example: these events give these rows, on every engine. */
export interface AnalyticCase {
  /** A sentence that says what the case shows. */
  readonly name: string;
  readonly events: readonly CaseEvent[];
  /** The whole result: cells in the order of the columns, instants as `at` gives them. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly options?: CaseOptions;
}

/** What matters of an event; the rest is unknown. */
export interface CaseFields {
  readonly user?: string;
  readonly song?: string;
  readonly session?: string;
  readonly title?: string;
  readonly artist?: string;
  readonly artistName?: string;
  /** Length of the song in milliseconds. */
  readonly length?: number;
  /** Audio heard in milliseconds. */
  readonly played?: number;
  readonly device?: string;
  readonly country?: string;
  readonly city?: string;
}

/**
 * Microseconds of a time in UTC: `10:00` on Monday 2 March 2026, or any `1969-12-31 23:59:59.5`.
 * @throws RangeError for what is no time.
 */
export const at = (time: string): number => {
  const [day, clock] = time.includes(' ') ? time.split(' ') : ['2026-03-02', time];
  const us = parseInstant(`${day}T${clock?.length === 5 ? `${clock}:00` : clock}Z`);
  if (us === undefined)
    throw new RangeError(`"${time}" is no time; write 10:00 or 2026-03-02 10:00`);
  return us;
};

const builder =
  (action: Action) =>
  (time: string, fields: CaseFields = {}): CaseEvent => ({
    event_time: at(time),
    action,
    user_id: fields.user ?? 'u1',
    song_id: fields.song ?? 's1',
    session_id: fields.session ?? null,
    song_title: fields.title ?? null,
    artist_id: fields.artist ?? null,
    artist_name: fields.artistName ?? null,
    album_name: null,
    genre: null,
    song_duration_ms: fields.length ?? null,
    played_ms: fields.played ?? null,
    device: fields.device ?? null,
    country: fields.country ?? null,
    city: fields.city ?? null,
  });

export const play = builder('play');
export const pause = builder('pause');
export const resume = builder('resume');
export const skip = builder('skip');
export const complete = builder('complete');
export const stop = builder('stop');

/** A row of many columns, written in parts. */
export const row = (
  ...parts: readonly (readonly (string | number | null)[])[]
): readonly (string | number | null)[] => parts.flat();

/** `count` events made from their numbers, from 1. */
export const several = (count: number, make: (number: number) => CaseEvent): readonly CaseEvent[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** The events of a case as engines take them. */
export const eventsOf = ({ events }: AnalyticCase): readonly Event[] =>
  events.map((event, index) => ({ ...event, event_id: `e${index + 1}` }));
