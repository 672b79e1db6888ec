import { analytic, analyticOver, type Analytic } from '../../src/model/analytic.ts';
import { count, distinct, largest, percentile, smallest, sum } from '../../src/model/aggregate.ts';
import { bars, histogram } from '../../src/model/chart.ts';
import { dimension, key, label, range } from '../../src/model/dimension.ts';
import * as e from '../../src/model/expression.ts';
import { measure, ratio, shareOf } from '../../src/model/measure.ts';
import { asc, desc } from '../../src/model/order.ts';
import { tumbling } from '../../src/model/window.ts';
import { countOf } from '../../src/vocabulary/aggregates.ts';
import { artist, country, hour, user } from '../../src/vocabulary/dimensions.ts';
import { event } from '../../src/vocabulary/fields.ts';
import { events, plays, share } from '../../src/vocabulary/measures.ts';
import { sessionCount, sessions } from '../../src/vocabulary/sessions.ts';

const words = { title: 'Title', description: 'description' };
const plain = { title: 'Title', question: 'Question?' };

const listenerShare = shareOf('listener_share', distinct(event.user_id), words);

/** Shares of known artists are parts of all events and of all listeners, not of the rows shown. */
export const artistShares: Analytic = analytic({
  ...plain,
  name: 'artist_shares',
  by: artist,
  measures: [events, share, listenerShare],
  order: [desc(listenerShare), asc(events)],
  threshold: { of: events, table: 2, window: 1 },
  limit: { table: 2, window: 1 },
  window: tumbling('5 minutes'),
  chart: bars({ of: events, label: 'artist_name' }),
});

/** A key without a domain beside one with: each country that occurs has all 24 hours. */
export const countryHours: Analytic = analytic({
  ...plain,
  name: 'country_hours',
  by: [country, hour],
  measures: [events, plays],
  window: tumbling('1 hour'),
  chart: bars({ of: events, label: 'country' }),
});

const firstTitle = measure('first_title', smallest(event.song_title), words);
const lastTitle = measure('last_title', largest(event.song_title), words);

/** Text measures, an order by text with null last in both directions, percentiles of events. */
export const userTitles: Analytic = analytic({
  ...plain,
  name: 'user_titles',
  by: user,
  measures: [
    firstTitle,
    lastTitle,
    measure('median_played', percentile(50, event.played_ms), words),
    measure(
      'p1_played',
      percentile(1, event.played_ms, { where: e.known(event.song_title) }),
      words,
    ),
    measure(
      'last_play_at',
      largest(event.event_time, { where: e.equals(event.action, 'play') }),
      words,
    ),
  ],
  order: [desc(lastTitle), asc(firstTitle)],
  limit: { table: 5, window: 3 },
  ranked: true,
  window: tumbling('5 minutes'),
  chart: bars({ of: 'median_played', label: 'user_id' }),
});

const length = dimension({
  name: 'length',
  title: 'Length',
  row: 'event',
  columns: [
    key('from_ms', e.band(event.played_ms, [0, 1000, 30_000]), words),
    label('device', event.device, words),
    key('odd', e.modulo(event.song_duration_ms, 2), words),
  ],
});

const isWeb = e.equals(event.device, 'web');
const overrun = e.minus(event.played_ms, event.song_duration_ms);

/** Every operator, over unknown operands and below zero; integer keys that may be null. */
export const operators: Analytic = analytic({
  ...plain,
  name: 'operators',
  by: length,
  measures: [
    measure('not_web', count('event', e.not(isWeb)), words),
    measure(
      'not_web_or_long',
      count('event', e.any(e.not(isWeb), e.moreThan(event.played_ms, 999))),
      words,
    ),
    measure(
      'web_and_long',
      count('event', e.not(e.all(isWeb, e.lessThan(event.played_ms, 1000)))),
      words,
    ),
    measure('other_song', count('event', e.differs(event.song_title, 'One')), words),
    measure('text_at_most', count('event', e.atMost(event.song_title, 'One')), words),
    measure('overrun', sum(overrun), words),
    measure('least', sum(e.least(event.played_ms, event.song_duration_ms)), words),
    measure('halves', sum(e.floorDiv(overrun, 2)), words),
    measure('thirds', smallest(e.modulo(overrun, 3)), words),
    measure('weeks', distinct(e.floorDiv(event.event_time, 604_800_000_000)), words),
    measure('latest_hour', largest(e.local('hour', event.event_time)), words),
    measure(
      'sum_of_nothing',
      sum(event.played_ms, { where: e.equals(event.action, 'no such') }),
      words,
    ),
    ratio('mean_overrun', sum(overrun), countOf.ended, { ...words, scale: 2 }),
  ],
  window: tumbling('1 hour'),
  chart: bars({ of: 'not_web', label: 'device' }),
});

const startHour = dimension({
  name: 'start_hour',
  title: 'Hour',
  row: 'session',
  columns: [
    key('hour', e.local('hour', sessions.columns.started_at), { ...words, domain: range(0, 23) }),
    label('first_user', sessions.columns.user_id, words),
  ],
});

/** Sessions grouped, with shares of something else than their number. */
export const sessionHours: Analytic = analyticOver(sessions, {
  ...plain,
  name: 'session_hours',
  by: startHour,
  measures: [
    sessionCount,
    measure('p25_ms', percentile(25, sessions.columns.duration_ms), words),
    shareOf('event_share', sum(sessions.columns.events), words),
    measure('last_end', largest(sessions.columns.ended_at), words),
  ],
  window: tumbling('1 hour'),
  chart: histogram({ of: sessionCount, label: 'hour' }),
});

/** Analytics beyond the catalogue, for what only a user's own definition does. */
export const definitions: readonly Analytic[] = [
  artistShares,
  countryHours,
  userTitles,
  operators,
  sessionHours,
];
