import { expect, test } from 'vitest';
import { overview } from '../analytics/overview/overview.ts';
import { popularSongs } from '../analytics/popular-songs/popular-songs.ts';
import type { RejectedRow } from '../event/reject.ts';
import { report } from './report.ts';

const play = (id: string, song: string, more: object = {}) => ({
  event_id: id,
  event_time: '2026-11-01T10:00:00Z',
  action: 'play' as const,
  user_id: 'u1',
  song_id: song,
  ...more,
});

const events = [
  play('1', 's1'),
  play('2', 's2', { song_title: 'Zwölf' }),
  play('2', 's2', { song_title: 'Zwölf' }),
  play('3', 's2'),
  play('4', 's3', { played_ms: -1 }),
];

test.each(['duckdb', 'reference'] as const)('of events in memory, on %s', async (engine) => {
  const rejected: RejectedRow[] = [];
  const { tables, counts, knowsEndings } = await report({
    events,
    engine,
    analytics: [popularSongs],
    onRejected: (row) => void rejected.push(row),
  });
  expect(counts).toEqual({
    read: 5,
    accepted: 3,
    duplicates: 1,
    rejected: { 'value:played_ms': 1 },
    outside: 0,
  });
  expect(knowsEndings).toBe(false);
  expect(tables.map(({ name, rows }) => [name, rows.map((row) => row.slice(0, 6))])).toEqual([
    [
      'popular_songs',
      [
        [1, 's2', 'Zwölf', null, null, 2],
        [2, 's1', null, null, null, 1],
      ],
    ],
  ]);
  expect(rejected).toMatchObject([{ source: 'events', position: 5, reason: 'value:played_ms' }]);
});

test('of more events than one chunk of lines holds', async () => {
  function* many() {
    for (let index = 0; index < 2_500; index += 1) yield play(`e${index}`, `s${index % 7}`);
  }
  const { tables } = await report({ events: many(), analytics: [overview] });
  expect(tables[0]?.rows[0]?.slice(0, 2)).toEqual([2_500, 2_500]);
});

test('of a sample, in windows, with other settings and another zone', async () => {
  const options = {
    sampleEvents: 2_000,
    analytics: [overview],
    query: { windows: true },
    timeZone: 'Europe/Berlin',
  };
  const usual = await report(options);
  expect(usual.tables.map(({ name }) => name)).toEqual(['overview', 'overview_windowed']);
  const strict = await report({ ...options, settings: { streamMinMs: 120_000 } });
  const streams = ({ tables }: typeof usual): unknown => tables[0]?.rows[0]?.[2];
  expect(Number(streams(strict))).toBeLessThan(Number(streams(usual)));
});

test('fails as a batch does', async () => {
  await expect(report({ events: [] })).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  await expect(report({ inputs: ['no-such.ndjson'] })).rejects.toMatchObject({
    code: 'INPUT_MISSING',
  });
  await expect(report({ events, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
});
