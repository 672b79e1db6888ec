import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { resultColumns, tableName } from '../../src/model/columns.ts';
import { caseRun, folderOf, loadCases } from './cases.ts';
import { definitionCases } from './definitions.cases.ts';
import { engines } from './engines.ts';
import { mismatch } from './mismatch.ts';

const deviceColumns =
  'events, plays, streams, listeners, skips, completes, listening_ms, skip_rate, completion_rate, share';

/** The columns of section 4 of the contract, written out. */
const contract: Readonly<Record<string, string>> = {
  overview:
    'events, plays, streams, listeners, songs, artists, listening_ms, skip_rate, completion_rate, first_event_at, last_event_at',
  action_counts: 'action, events, listeners, share',
  popular_songs:
    'rank, song_id, song_title, artist_id, artist_name, plays, streams, listeners, completes, skips, listening_ms',
  popular_artists: 'rank, artist_id, artist_name, plays, streams, listeners, songs, listening_ms',
  user_activity:
    'rank, user_id, events, plays, streams, skips, completes, songs, artists, active_days, listening_ms, skip_rate, completion_rate, first_event_at, last_event_at',
  device_usage: `device, ${deviceColumns}`,
  geographic_distribution: `country, ${deviceColumns}`,
  city_distribution: 'country, city, events, plays, listeners, share',
  hourly_activity: 'hour, events, plays, listeners, listening_ms, skip_rate, share',
  weekday_hourly_activity: 'weekday, hour, events, plays, listeners',
  session_analysis:
    'sessions, listeners, mean_duration_ms, median_duration_ms, p90_duration_ms, max_duration_ms, mean_events, mean_plays, mean_songs, single_play_share, mean_skips',
  session_lengths: 'bucket, from_ms, to_ms, sessions, share',
  song_engagement:
    'rank, song_id, song_title, artist_id, artist_name, plays, ended, skips, completes, stops, skip_rate, completion_rate, mean_completion, listening_ms',
};

/** Table and window limits and the default window of section 4, in minutes. */
const limits: Readonly<Record<string, readonly (number | undefined)[]>> = {
  overview: [undefined, undefined, 5],
  action_counts: [undefined, undefined, 5],
  popular_songs: [100, 20, 5],
  popular_artists: [100, 20, 5],
  user_activity: [100, 20, 5],
  device_usage: [undefined, undefined, 5],
  geographic_distribution: [undefined, undefined, 5],
  city_distribution: [100, 20, 5],
  hourly_activity: [undefined, undefined, 60],
  weekday_hourly_activity: [undefined, undefined, undefined],
  session_analysis: [undefined, undefined, 60],
  session_lengths: [undefined, undefined, undefined],
  song_engagement: [100, 20, 60],
};

const cases = new Map(
  await Promise.all(
    catalogue.map(async (analytic) => [analytic.name, await loadCases(analytic)] as const),
  ),
);

describe('the catalogue', () => {
  test('has the analytics of the contract, in its order', () => {
    expect(catalogue.map((analytic) => analytic.name)).toEqual(Object.keys(contract));
  });

  test.each(catalogue)('$name has the columns of the contract', (analytic) => {
    const names = resultColumns(analytic).map((column) => column.name);
    expect(names.join(', ')).toBe(contract[analytic.name]);
    expect(resultColumns(analytic, 'window').map((column) => column.name)).toEqual([
      'window_start',
      'window_end',
      ...names,
    ]);
  });

  test.each(catalogue)('$name has the limits and the window of the contract', (analytic) => {
    const { limit, window } = analytic;
    const minutes = window && window.sizeUs / 60_000_000;
    expect([limit?.table, limit?.window, minutes]).toEqual(limits[analytic.name]);
    expect(window?.slideUs).toBe(window?.sizeUs);
  });

  test('has a folder with definition and cases for every analytic, and no other', () => {
    const root = new URL('../../src/analytics/', import.meta.url);
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual(catalogue.map(folderOf).sort());
    for (const folder of folders) {
      expect(readdirSync(new URL(`${folder}/`, root))).toEqual(
        expect.arrayContaining([`${folder}.ts`, `${folder}.cases.ts`]),
      );
    }
  });

  test.each(catalogue)(
    '$name has cases for its table and, where it has windows, for them',
    (analytic) => {
      const own = cases.get(analytic.name) ?? [];
      const scopes = new Set(own.map(({ options }) => options?.scope ?? 'table'));
      expect([...scopes].sort()).toEqual(
        analytic.window === undefined ? ['table'] : ['table', 'window'],
      );
      expect(new Set(own.map(({ name }) => name)).size).toBe(own.length);
    },
  );
});

describe.each(engines)('engine $name', (engine) => {
  const withCases = [
    ...catalogue.map((analytic) => [analytic, cases.get(analytic.name) ?? []] as const),
    ...definitionCases,
  ].map(([analytic, own]) => ({ analytic, own, name: analytic.name }));

  describe.each(withCases)('$name', ({ analytic, own }) => {
    test.each(own)('$name', async (analyticCase) => {
      const { query, events, context } = caseRun(analytic, analyticCase);
      const [table] = await engine.run([query], events, context);
      if (table === undefined) throw new Error(`${engine.name} gave no table for ${analytic.name}`);
      expect(table.name).toBe(tableName(analytic, query.scope));
      expect(table.columns).toEqual(resultColumns(analytic, query.scope));
      const difference = mismatch(table, analyticCase.rows, analyticCase.name);
      if (difference !== undefined) expect.fail(difference);
    });
  });
});
