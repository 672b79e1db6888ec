import { describe, expect, test } from 'vitest';
import { framesOf } from '../../../plan/frame.ts';
import type { Query } from '../../../plan/query.ts';
import { zoneOffsets } from '../../../plan/zone.ts';
import { windowOf } from '../../../model/window.ts';
import { kindsOf } from './kinds.ts';
import { rowSetsOf } from './sets.ts';
import { utc, windowed } from './stream.cases.ts';

const kinds = (queries: readonly Query[], zone = utc.zone) =>
  kindsOf(rowSetsOf(framesOf(queries, utc)), zone).map(({ parts, targets }) => ({
    parts: parts.map(({ of }) => (of.op === 'column' ? of.name : of.op)).toSorted(),
    carries: targets
      .filter(({ carries }) => carries)
      .map(({ set }) => set.query?.analytic.name ?? 'whole'),
    counts: targets
      .filter(({ spread }) => spread.length > 0)
      .map(({ set }) => set.query?.analytic.name ?? 'whole'),
  }));

describe('the kinds of groups', () => {
  test('two sets share the groups of a pair', () => {
    const found = kinds(windowed({}, 'popular_songs', 'user_activity'));
    const pair = found.filter(({ parts }) => parts.join() === 'song_id,user_id');
    expect(pair).toHaveLength(1);
    expect(pair[0]?.counts).toEqual(['popular_songs', 'user_activity']);
  });

  test('artists ride on the groups that the names of songs need', () => {
    const found = kinds(windowed({}, 'popular_songs', 'popular_artists'));
    const named = found.filter(({ carries }) => carries.includes('popular_artists'));
    expect(named.map(({ parts }) => parts)).toEqual([
      ['artist_id', 'artist_name', 'song_id', 'song_title'],
    ]);
  });

  test('each set has its sums from one kind', () => {
    const carried = kinds(windowed()).flatMap(({ carries }) => carries);
    const named = carried.filter((name) => name !== 'whole');
    expect(named.toSorted()).toEqual(
      windowed()
        .map(({ analytic }) => analytic.name)
        .filter((name) => name !== 'session_analysis')
        .toSorted(),
    );
    // Windows of 5 minutes, of an hour, and of sessions, which tell that they hold events.
    expect(carried.filter((name) => name === 'whole')).toHaveLength(3);
  });

  test('what all events of a window agree on makes no group', () => {
    const days = (queries: readonly Query[], zone = utc.zone) =>
      kinds(queries, zone).filter(({ parts }) => parts.includes('local')).length;
    const activity = (options = {}) => windowed(options, 'user_activity');
    expect(days(activity())).toBe(0);
    // Overlapping windows, and windows longer than an hour, may hold two days.
    expect(days(activity({ window: windowOf(600_000_000, 300_000_000) }))).toBe(1);
    expect(days(activity({ window: windowOf(7_200_000_000, 7_200_000_000) }))).toBe(1);
    // Seven minutes do not divide the hour.
    expect(days(activity({ window: windowOf(420_000_000, 420_000_000) }))).toBe(1);
    // Offsets of whole hours change nothing.
    const berlin = zoneOffsets('Europe/Berlin', 1.79e15, 1.8e15);
    expect(days(activity(), berlin)).toBe(0);
  });
});
