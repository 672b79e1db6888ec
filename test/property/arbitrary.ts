import { fc } from '@fast-check/vitest';
import { type Action, actions, type Event } from '../../src/event/event.ts';
import { endInstant, firstInstant, parseInstant } from '../../src/event/time.ts';
import type { Analytic } from '../../src/model/analytic.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import { sliding, tumbling } from '../../src/model/window.ts';
import {
  type Query,
  type QueryContext,
  queriesOf,
  type ZoneOffsets,
} from '../../src/plan/query.ts';
import { zoneOffsets } from '../../src/plan/zone.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;

const us = (text: string): number => {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`"${text}" is no instant`);
  return instant;
};

/** Instants around which something changes: hours, windows, 1970, summer time, first and last. */
const anchors: readonly number[] = [
  0,
  us('2026-03-02T10:00:00Z'),
  us('2026-03-29T01:00:00Z'),
  us('2026-10-25T01:00:00Z'),
  us('2026-11-01T06:00:00Z'),
  us('2026-10-03T15:30:00Z'),
  us('1985-12-31T18:30:00Z'),
  us('1972-01-07T00:44:30Z'),
  us('1960-01-01T00:44:30Z'),
  us('1969-12-31T23:00:00Z'),
];

/** Zones with daylight saving, half hours, quarters, seconds, and a change of days. */
const timeZones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Monrovia',
  'Africa/Casablanca',
] as const;

/** The offsets of these zones for all times that an event may have. */
export const arbitraryZone: fc.Arbitrary<ZoneOffsets> = fc.constantFrom(
  ...timeZones.map((timeZone) => zoneOffsets(timeZone, firstInstant, endInstant - 1)),
);

const inRange = (time: number): number => Math.min(Math.max(time, firstInstant), endInstant - 1);

/**
 * Event times in microseconds, in clusters: a few session gaps or windows from an anchor, give or
 * take a microsecond or a millisecond, so that they fall on, before and behind every edge.
 */
export const arbitraryTime = (sessionGapUs: number): fc.Arbitrary<number> => {
  const clustered = fc
    .record({
      anchor: fc.constantFrom(...anchors),
      step: fc.constantFrom(sessionGapUs, 5 * minute, hour, second),
      steps: fc.integer({ min: -3, max: 3 }),
      edge: fc.constantFrom(0, 0, 0, -1, 1, -999, 999, 1000, -1000),
    })
    .map(({ anchor, step, steps, edge }) => inRange(anchor + step * steps + edge));
  return fc.oneof(
    { weight: 12, arbitrary: clustered },
    { weight: 1, arbitrary: fc.integer({ min: -2 * hour, max: 2 * hour }) },
    { weight: 1, arbitrary: fc.constantFrom(firstInstant, endInstant - 1) },
  );
};

/** Texts that break careless code: order of bytes, quotes, SQL, HTML, control characters. */
const hostileTexts: readonly string[] = [
  '\u{FFFF}',
  '\u{10000}',
  '\u{E000}',
  '😀',
  'e\u0301',
  'é',
  'A',
  'a ',
  ' a',
  "'); DROP TABLE events; --",
  '"',
  '$1',
  '\\',
  '<b>&amp;',
  'null',
  '0',
  '\t\r\n',
  '\u0000',
  '\u001B[31m',
  '\u202E',
];

/** A few plain ids, so that groups collide, and now and then a hostile one. */
const id = (letter: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(`${letter}1`, `${letter}2`, `${letter}3`) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
  );

/** Texts that may be empty, or unknown. */
const name = fc.option(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('', 'One', 'Two', 'one') },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
  ),
);

const day = 86_400_000;
const songLength = fc.option(
  fc.oneof(
    fc.constantFrom(1, 3, 7, 30_000, 200_000, 300_000, day),
    fc.integer({ min: 1, max: day }),
  ),
);
const played = fc.option(
  fc.oneof(
    fc.constantFrom(0, 1, 2, 29_999, 30_000, 30_001, 200_000, 200_001, day),
    fc.integer({ min: 0, max: 400_000 }),
    fc.integer({ min: 0, max: day }),
  ),
);

type Content = Omit<Event, 'event_id'>;

const content = (sessionGapUs: number): fc.Arbitrary<Content> =>
  fc.record({
    event_time: arbitraryTime(sessionGapUs),
    action: fc.constantFrom<Action>(...actions),
    user_id: id('u'),
    song_id: id('s'),
    session_id: fc.option(id('c')),
    song_title: name,
    artist_id: fc.option(fc.oneof(fc.constant(''), id('a'))),
    artist_name: name,
    album_name: name,
    genre: name,
    song_duration_ms: songLength,
    played_ms: played,
    device: fc.option(fc.constantFrom('mobile', 'web', 'smart speaker', 'null', '0-_ ')),
    country: fc.option(fc.constantFrom('DE', 'US', 'NA', 'AA')),
    city: fc.option(id('City ')),
  });

export interface EventsOptions {
  readonly minLength?: number;
  /** Default 40. */
  readonly maxLength?: number;
  readonly sessionGapUs?: number;
}

/** Accepted events, each with its own id. */
export const arbitraryEvents = ({
  minLength = 1,
  maxLength = 40,
  sessionGapUs = defaultSettings.sessionGapUs,
}: EventsOptions = {}): fc.Arbitrary<readonly Event[]> =>
  fc
    .array(content(sessionGapUs), { minLength, maxLength, size: 'max' })
    .map((contents) => contents.map((fields, index) => ({ ...fields, event_id: `e${index}` })));

/** Accepted events with equal copies of some of them strewn in: their ids are not unique. */
export const arbitraryEventsWithCopies = (
  options: EventsOptions = {},
): fc.Arbitrary<readonly Event[]> =>
  arbitraryEvents(options).chain((events) =>
    fc.array(fc.nat(events.length - 1), { maxLength: 10 }).chain((copied) => {
      const all = [...events, ...copied.flatMap((index) => events[index] ?? [])];
      return fc.shuffledSubarray(all, { minLength: all.length });
    }),
  );

/** Settings whose edges the generated times and lengths fall on. */
export const arbitrarySettings: fc.Arbitrary<Settings> = fc.record({
  streamMinMs: fc.constantFrom(30_000, 0, 200_000),
  sessionGapUs: fc.constantFrom(defaultSettings.sessionGapUs, 5 * minute, second, 24 * hour),
});

const windows = [
  tumbling('5 minutes'),
  tumbling('1 hour'),
  tumbling('7 minutes'),
  sliding('15 minutes', '5 minutes'),
  sliding('5 minutes', '2 minutes'),
  sliding('2 hours', '1 hour'),
] as const;

/**
 * Tables and windowed tables of the analytics, with the catalogue's windows or one other window
 * for all, and limits and thresholds small enough to bite.
 */
export const arbitraryQueries = (analytics: readonly Analytic[]): fc.Arbitrary<readonly Query[]> =>
  fc
    .record({
      top: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      threshold: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      window: fc.option(fc.constantFrom(...windows), { nil: undefined }),
    })
    .map(({ top, threshold, window }) =>
      queriesOf(analytics, {
        windows: true,
        ...(top === undefined ? {} : { top, windowTop: top }),
        ...(threshold === undefined ? {} : { threshold, windowThreshold: threshold }),
      }).map((query) =>
        query.scope === 'window' && window !== undefined ? { ...query, window } : query,
      ),
    );

export interface ArbitraryRun {
  readonly queries: readonly Query[];
  readonly events: readonly Event[];
  readonly context: QueryContext;
}

/** All that an engine is given: two engines that disagree on such a run are not equal. */
export const arbitraryRun = (
  analytics: readonly Analytic[],
  options: Omit<EventsOptions, 'sessionGapUs'> = {},
): fc.Arbitrary<ArbitraryRun> =>
  arbitrarySettings.chain((settings) =>
    fc
      .record({
        queries: arbitraryQueries(analytics),
        events: arbitraryEvents({ ...options, sessionGapUs: settings.sessionGapUs }),
        zone: arbitraryZone,
      })
      .map(({ queries, events, zone }) => ({ queries, events, context: { settings, zone } })),
  );
