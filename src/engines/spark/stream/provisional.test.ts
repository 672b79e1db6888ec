import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../model/settings.ts';
import { windowOf } from '../../../model/window.ts';
import type { QueryContext } from '../../../plan/query.ts';
import { provisionalPanesPlan, provisionalQueries } from './provisional.ts';
import { provisionalSets } from './provisional-sets.ts';
import { topic, utc, windowed } from './stream.cases.ts';

const plan = (queries = windowed(), source = topic) =>
  provisionalPanesPlan(queries, utc, source, 'tonearm');
const count = (text: string, of: string): number => text.split(of).length - 1;

describe('the plan of provisional panes', () => {
  test('is in update mode, with one parse and one aggregation', () => {
    const { canonical, outputMode } = plan();
    expect(outputMode).toBe('update');
    expect(count(canonical, 'from_json(')).toBe(1);
    expect(count(canonical, 'GROUP BY')).toBe(1);
    expect(canonical).not.toMatch(/session_window|UNION|count\(DISTINCT|collect_/);
  });

  test('lets go of rows and ids by event time', () => {
    const { canonical } = plan();
    expect(count(canonical, 'watermark at')).toBe(1);
    expect(canonical).toContain('time close_at');
    expect(canonical).toContain('once by id, last_end');
  });

  test('makes one row of an event for each window and keys, not for each distinct value', () => {
    // The overview has the keys of a whole window; nothing has those of a whole hour.
    const { sets } = provisionalSets(windowed(), utc);
    expect(sets.map(({ query }) => query?.analytic.name)).toEqual([
      'overview',
      'action_counts',
      'popular_songs',
      'popular_artists',
      'user_activity',
      'device_usage',
      'geographic_distribution',
      'city_distribution',
      'hourly_activity',
      'song_engagement',
      undefined,
    ]);
    expect(count(plan().canonical, "named_struct('close_at'")).toBe(sets.length);
  });

  test('leaves out what has no known key', () => {
    expect(plan(windowed({}, 'popular_artists')).canonical).toContain(
      'CASE WHEN CAST(artist_id AS STRING) IS NOT NULL THEN named_struct(',
    );
  });

  test('has a struct for each overlapping window', () => {
    const queries = windowed({ window: windowOf(900_000_000, 300_000_000) }, 'action_counts');
    expect(count(plan(queries).canonical, "named_struct('close_at'")).toBe(2 * 3);
  });

  test('has nothing of sessions', () => {
    const queries = windowed({}, 'session_analysis', 'action_counts');
    expect(provisionalQueries(queries).map(({ analytic }) => analytic.name)).toEqual([
      'action_counts',
    ]);
    expect(plan(queries).canonical).toBe(plan(windowed({}, 'action_counts')).canonical);
    expect(() => plan(windowed({}, 'session_analysis'))).toThrow('no query has provisional panes');
  });
});

describe('the mark of records', () => {
  const mark = (queries = windowed({}, 'popular_songs'), context: QueryContext = utc): string =>
    provisionalSets(queries, context).mark;

  test('tells definitions and settings apart, not what is cut at the reader', () => {
    expect(mark()).toMatch(/^[0-9a-f]{16}$/);
    expect(mark(windowed({ windowTop: 3 }, 'popular_songs'))).toBe(mark());
    expect(mark(windowed({}, 'popular_songs', 'action_counts'))).not.toBe(mark());
    expect(mark(windowed({ window: windowOf(1e9, 1e9) }, 'popular_songs'))).not.toBe(mark());
    const settings = { ...defaultSettings, streamMinMs: 1 };
    expect(mark(undefined, { ...utc, settings })).not.toBe(mark());
    const zone = { ...utc.zone, timeZone: 'Asia/Kolkata' };
    expect(mark(undefined, { ...utc, zone })).not.toBe(mark());
  });
});
