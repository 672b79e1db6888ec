import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { deduplicate } from '../../src/engines/reference/deduplicate.ts';
import { runReference } from '../../src/engines/reference/reference.ts';
import { sessionsOf } from '../../src/engines/reference/sessions.ts';
import type { Event } from '../../src/event/event.ts';
import { windowStarts } from '../../src/model/window.ts';
import { type QueryContext, queriesOf } from '../../src/plan/query.ts';
import { definitions } from '../contract/definitions.ts';
import type { Cell, Row, Table } from '../../src/result/table.ts';
import { sessions } from '../../src/vocabulary/sessions.ts';
import {
  arbitraryEvents,
  arbitraryEventsWithCopies,
  arbitraryRun,
  arbitrarySettings,
  arbitraryZone,
} from './arbitrary.ts';

/** A table per analytic and per windowed form, by name, without limits or thresholds. */
const allTables = (events: readonly Event[], context: QueryContext): ReadonlyMap<string, Table> => {
  const queries = queriesOf(catalogue, { windows: true }).map((query) => ({
    ...query,
    limit: undefined,
    threshold: undefined,
  }));
  return new Map(runReference(queries, events, context).map((table) => [table.name, table]));
};

const column = (tables: ReadonlyMap<string, Table>, name: string, of: string): readonly Cell[] => {
  const table = tables.get(name);
  const index = table?.columns.findIndex((candidate) => candidate.name === of) ?? -1;
  if (table === undefined || index < 0) throw new Error(`no ${of} in ${name}`);
  return table.rows.map((row) => row[index] ?? null);
};

const total = (tables: ReadonlyMap<string, Table>, name: string, of: string): number =>
  column(tables, name, of).reduce<number>((sum, cell) => sum + Number(cell), 0);

const setting = fc.record({ settings: arbitrarySettings, zone: arbitraryZone }).chain((context) =>
  arbitraryEvents({ sessionGapUs: context.settings.sessionGapUs }).map((events) => ({
    events,
    context,
  })),
);

const runs = { numRuns: 25 };

describe('the reference', () => {
  property.prop([arbitraryRun([...catalogue, ...definitions]), fc.infiniteStream(fc.nat())], runs)(
    'gives the same tables for any order of the events',
    ({ queries, events, context }, keys) => {
      const shuffled = events
        .map((event) => ({ event, key: keys.next().value }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ event }) => event);
      const rowsOf = (of: readonly Event[]): readonly (readonly Row[])[] =>
        runReference(queries, of, context).map((table) => table.rows);
      expect(rowsOf(shuffled)).toEqual(rowsOf(events));
    },
  );

  property.prop([setting], runs)(
    'counts every event once in every complete breakdown, in any time zone',
    ({ events, context }) => {
      const tables = allTables(events, context);
      for (const name of [
        'overview',
        'action_counts',
        'popular_songs',
        'user_activity',
        'device_usage',
        'geographic_distribution',
        'city_distribution',
        'hourly_activity',
        'weekday_hourly_activity',
      ]) {
        const counted = name === 'popular_songs' ? 'plays' : 'events';
        const expected =
          counted === 'events'
            ? events.length
            : events.filter(({ action }) => action === 'play').length;
        expect(total(tables, name, counted), name).toBe(expected);
        if (tables.has(`${name}_windowed`)) {
          expect(total(tables, `${name}_windowed`, counted), name).toBe(expected);
        }
      }
      expect(column(tables, 'hourly_activity', 'hour')).toHaveLength(24);
      expect(column(tables, 'weekday_hourly_activity', 'hour')).toHaveLength(168);
    },
  );

  property.prop([setting], runs)('agrees with a plain count', ({ events, context }) => {
    const ended = events.filter(({ action }) => ['skip', 'complete', 'stop'].includes(action));
    const skips = events.filter(({ action }) => action === 'skip').length;
    const completes = events.filter(({ action }) => action === 'complete').length;
    const heard = ended.map(({ played_ms }) => played_ms ?? -1);
    const different = (of: readonly (string | null)[]): number =>
      new Set(of.filter((id) => id !== null)).size;
    const times = events.map(({ event_time }) => event_time);
    expect(allTables(events, context).get('overview')?.rows).toEqual([
      [
        events.length,
        events.filter(({ action }) => action === 'play').length,
        heard.filter((ms) => ms >= context.settings.streamMinMs).length,
        different(events.map(({ user_id }) => user_id)),
        different(events.map(({ song_id }) => song_id)),
        different(events.map(({ artist_id }) => artist_id)),
        heard.reduce((sum, ms) => sum + Math.max(ms, 0), 0),
        ended.length === 0 ? null : skips / ended.length,
        ended.length === 0 ? null : completes / ended.length,
        Math.min(...times),
        Math.max(...times),
      ],
    ]);
  });

  property.prop([arbitraryRun(catalogue)], runs)(
    'a window is the table of the events in it',
    ({ queries, events, context }) => {
      const overEvents = queries.filter(
        ({ analytic, scope }) => scope === 'window' && analytic.over === undefined,
      );
      for (const query of overEvents) {
        const { window } = query;
        if (window === undefined) throw new Error('no window');
        const [windowed] = runReference([query], events, context);
        const starts = new Set(events.flatMap((event) => windowStarts(window, event.event_time)));
        const expected = [...starts]
          .toSorted((a, b) => a - b)
          .flatMap((start) => {
            const end = start + window.sizeUs;
            const held = events.filter(({ event_time }) => start <= event_time && event_time < end);
            const [table] = runReference([{ ...query, scope: 'table' }], held, context);
            const isHourly = query.analytic.name === 'hourly_activity';
            return (table?.rows ?? [])
              .filter((row) => !isHourly || row[1] !== 0)
              .map((row) => [start, end, ...row]);
          });
        expect(windowed?.rows, query.analytic.name).toEqual(expected);
      }
    },
  );

  property.prop([setting], runs)(
    'sessions are a partition of the events, cut where the pause is longer than the gap',
    ({ events, context }) => {
      const gap = context.settings.sessionGapUs;
      const rows = sessionsOf(sessions, events, context);
      const count = (name: string): number => rows.reduce((sum, row) => sum + Number(row[name]), 0);
      expect(count('events')).toBe(events.length);
      expect(count('plays')).toBe(events.filter(({ action }) => action === 'play').length);

      const isStart = ({ user_id, event_time }: Event): boolean =>
        !events.some(
          (other) =>
            other.user_id === user_id &&
            other.event_time < event_time &&
            other.event_time >= event_time - gap,
        );
      const starts = new Set(
        events.filter(isStart).map(({ user_id, event_time }) => `${event_time} ${user_id}`),
      );
      expect(new Set(rows.map((row) => `${row['started_at']} ${row['user_id']}`))).toEqual(starts);
      expect(rows).toHaveLength(starts.size);

      for (const row of rows) {
        const own = events.filter(
          ({ user_id, event_time }) =>
            user_id === row['user_id'] &&
            event_time >= Number(row['started_at']) &&
            event_time <= Number(row['ended_at']),
        );
        expect(own).toHaveLength(Number(row['events']));
      }
    },
  );

  property.prop([setting], runs)('counts every session once', ({ events, context }) => {
    const tables = allTables(events, context);
    const expected = sessionsOf(sessions, events, context).length;
    for (const name of ['session_analysis', 'session_analysis_windowed', 'session_lengths']) {
      expect(total(tables, name, 'sessions'), name).toBe(expected);
    }
  });
});

describe('deduplicate', () => {
  property.prop([arbitraryEventsWithCopies()], runs)('keeps one of each id', (events) => {
    const kept = deduplicate(events);
    const ids = kept.map(({ event_id }) => event_id);
    expect(ids).toEqual([...new Set(events.map(({ event_id }) => event_id))]);
    expect(deduplicate(kept)).toEqual(kept);
  });
});
