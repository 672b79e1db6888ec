import { count, largest, percentile, sum } from '../model/aggregate.ts';
import { attribute, dimension, key } from '../model/dimension.ts';
import { band, equals } from '../model/expression.ts';
import { measure, ratio, shareOf } from '../model/measure.ts';
import { distinct } from '../model/aggregate.ts';
import { sessionsOf } from '../model/sessions.ts';
import { countOf } from './aggregates.ts';
import { event } from './fields.ts';

/** Runs of one listener's events without a pause longer than the session gap. */
export const sessions = sessionsOf({
  by: event.user_id,
  at: event.event_time,
  gap: 'sessionGapUs',
  aggregates: {
    events: countOf.events,
    plays: countOf.plays,
    skips: countOf.skips,
    songs: countOf.songs,
  },
});

const of = sessions.columns;
const number = count('session');

export const sessionCount = measure('sessions', number, {
  title: 'Sessions',
  description: 'runs of events of one listener without a long pause',
});

export const sessionListeners = measure('listeners', distinct(of.user_id), {
  title: 'Listeners',
  description: 'different listeners',
});

export const meanDurationMs = ratio('mean_duration_ms', sum(of.duration_ms), number, {
  title: 'Mean length',
  description: 'mean time from first to last event of a session',
  unit: 'milliseconds',
});

export const medianDurationMs = measure('median_duration_ms', percentile(50, of.duration_ms), {
  title: 'Median length',
  description: 'half of the sessions are at most this long (nearest rank)',
  unit: 'milliseconds',
});

export const p90DurationMs = measure('p90_duration_ms', percentile(90, of.duration_ms), {
  title: '90th percentile',
  description: 'nine of ten sessions are at most this long (nearest rank)',
  unit: 'milliseconds',
});

export const maxDurationMs = measure('max_duration_ms', largest(of.duration_ms), {
  title: 'Longest',
  description: 'length of the longest session',
  unit: 'milliseconds',
});

export const meanEvents = ratio('mean_events', sum(of.events), number, {
  title: 'Events per session',
  description: 'events / sessions',
  unit: 'count',
});

export const meanPlays = ratio('mean_plays', sum(of.plays), number, {
  title: 'Plays per session',
  description: 'plays / sessions',
  unit: 'count',
});

export const meanSongs = ratio('mean_songs', sum(of.songs), number, {
  title: 'Songs per session',
  description: 'different songs of each session, summed / sessions',
  unit: 'count',
});

export const singlePlayShare = ratio(
  'single_play_share',
  count('session', equals(of.plays, 1)),
  number,
  {
    title: 'Single-play share',
    description: 'sessions with exactly one play / sessions',
  },
);

export const meanSkips = ratio('mean_skips', sum(of.skips), number, {
  title: 'Skips per session',
  description: 'skips / sessions',
  unit: 'count',
  needs: 'endings',
});

export const shareOfSessions = shareOf('share', number, {
  title: 'Share',
  description: 'sessions of the row / all sessions',
});

const minuteMs = 60_000;
const bounds = [0, 1, ...[1, 5, 15, 30, 60, 120].map((minutes) => minutes * minuteMs)];

/** Ranges of session length, [from_ms, to_ms). */
export const sessionLength = dimension({
  name: 'session_length',
  title: 'Session length',
  row: 'session',
  columns: [
    attribute(
      'bucket',
      'from_ms',
      'text',
      ['0', '<1 min', '<5 min', '<15 min', '<30 min', '<60 min', '<120 min', '>=120 min'],
      { title: 'Length', description: 'range of session lengths' },
    ),
    key('from_ms', band(of.duration_ms, bounds), {
      title: 'From',
      description: 'shortest length of the range, in milliseconds',
      domain: bounds,
    }),
    attribute('to_ms', 'from_ms', 'integer', [...bounds.slice(1), null], {
      title: 'To',
      description: 'first length beyond the range, in milliseconds; empty in the last range',
    }),
  ],
});
