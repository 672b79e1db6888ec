import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../src/event/event.cases.ts';
import { batch, countsIn, rejectedIn, scratch, tablesIn, tonearm } from './run-batch.ts';
import { writeParquet, writeParquets } from './sql-files.ts';

const path = scratch();
const out = (): string => path('out');

const cells = (name: string): readonly Readonly<Record<string, string>>[] => {
  const [head = '', ...rows] = (tablesIn(out())[`${name}.csv`] ?? '').trimEnd().split('\n');
  return rows.map((row) => {
    const values = row.split(',');
    return Object.fromEntries(head.split(',').map((column, at) => [column, values[at] ?? '']));
  });
};

const writeEvents = (name: string, events: readonly Readonly<Record<string, unknown>>[]): void =>
  writeFileSync(path(name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));

describe('--map', () => {
  const mapping = {
    event_id: { path: 'meta.id' },
    event_time: { path: 'at', unit: 'ms' },
    action: {
      path: 'type',
      fold: 'lower',
      values: { START: 'play', '2': 'skip', end: 'complete' },
    },
    user_id: { path: 'who' },
    song_id: { path: 'track' },
    played_ms: { path: 'heard' },
    song_title: { path: 'titel.de' },
    country: { path: 'land', fold: 'upper' },
    device: { constant: 'web' },
  };
  const expected = [
    {
      song_id: 'a',
      song_title: 'Ä',
      plays: '1',
      skips: '0',
      completes: '1',
      listening_ms: '61000',
    },
    { song_id: 'b', song_title: '', plays: '0', skips: '1', completes: '0', listening_ms: '5' },
  ];
  const at = 1_795_342_530_123;

  beforeAll(() => {
    writeFileSync(path('map.json'), JSON.stringify(mapping));
  });

  const report = async (...inputs: readonly string[]): Promise<void> => {
    await batch(inputs.map(path), out(), [
      '--map',
      path('map.json'),
      '--format',
      'csv',
      '--only',
      'popular_songs,overview,device_usage,geographic_distribution',
    ]);
    expect(cells('popular_songs')).toMatchObject(expected);
    expect(cells('overview')).toMatchObject([{ first_event_at: '2026-11-22T10:15:30.123Z' }]);
    expect(cells('device_usage')).toMatchObject([{ device: 'web', events: '3' }]);
    expect(cells('geographic_distribution')).toMatchObject([{ country: 'DE', events: '3' }]);
  };

  it('reads NDJSON', async () => {
    writeEvents('m.ndjson', [
      { meta: { id: '1' }, at, type: 'Start', who: 'u', track: 'a', 'titel.de': 'Ä', land: 'de' },
      {
        meta: { id: '2' },
        at: `${at + 1}`,
        type: 'END',
        who: 'u',
        track: 'a',
        heard: 61_000,
        titel: { de: 'Ä' },
        land: 'De',
      },
      {
        meta: { id: '3' },
        at: at + 2,
        type: 2,
        who: 'u',
        track: 'b',
        heard: 5,
        land: 'DE',
        device: 7,
      },
      { meta: { id: '4' }, at: 'soon', type: 2, who: 'u', track: 'b' },
    ]);
    await report('m.ndjson');
    expect(rejectedIn(out())).toMatchObject([
      {
        position: 4,
        reason: 'value:event_time',
        raw: expect.stringContaining('"at":"soon"') as string,
      },
    ]);
  });

  it('reads CSV', async () => {
    const rows = [
      'meta.id,at,type,who,track,titel.de,land,heard',
      `1,${at},start,u,a,Ä,de,`,
      `2,${at + 1},End,u,a,,De,61000`,
      `3,${at + 2},2,u,b,,DE,5`,
      `4,${at},nothing,u,b,,DE,5`,
    ];
    writeFileSync(path('m.csv'), rows.join('\n'));
    await report('m.csv');
    expect(rejectedIn(out())).toMatchObject([
      { position: 5, reason: 'value:action', raw: rows[4] },
    ]);
  });

  it.each([
    [
      'nested, with a timestamp',
      `TIMESTAMPTZ '2026-11-22 10:15:30.123Z' + INTERVAL (i) MILLISECOND`,
      `{'id': '' || i}`,
    ],
    ['with a number', `CAST(${at} + i AS UBIGINT)`, `{'id': '' || i}`],
    ['with a text', `'' || (${at} + i)`, `MAP {'id': '' || i}`],
    ['with a decimal', `CAST(${at} + i AS DECIMAL(20, 3))`, `{'id': '' || i, 'x': 1}`],
  ])('reads Parquet %s', async (_, time, meta) => {
    await writeParquet(
      path('m.parquet'),
      `SELECT ${meta} AS meta, ${time} AS at, [1, 3, 2, 4][i + 1]::BIGINT AS type, 'u' AS who, ['a', 'a', 'b', 'b'][i + 1] AS track,
        {'de': CASE WHEN i < 2 THEN 'Ä' END} AS titel, 'de' AS land, [NULL, 61000, 5, 7][i + 1]::DOUBLE AS heard, 5 AS device FROM range(4) t(i)`,
    );
    const values = { '1': 'play', '2': 'skip', '3': 'complete' };
    const action = { ...mapping.action, values };
    writeFileSync(path('map.json'), JSON.stringify({ ...mapping, action }));
    await report('m.parquet');
    expect(rejectedIn(out())).toMatchObject([{ position: 4, reason: 'type:action' }]);
    writeFileSync(path('map.json'), JSON.stringify(mapping));
  });

  it('finds copies in Parquet files that have no column event_id', async () => {
    const query = `SELECT '' || i AS id, TIMESTAMPTZ '2026-11-22 10:15:30Z' AS event_time, 'play' AS action, 'u' AS user_id, 's' AS song_id FROM range(3) t(i)`;
    await writeParquets({ [path('c1.parquet')]: query, [path('c2.parquet')]: query });
    writeFileSync(path('c.json'), '{"event_id": {"path": "id"}}');
    const inputs = [path('c1.parquet'), path('c2.parquet')];
    await batch(inputs, out(), ['--map', path('c.json'), '--only', 'overview']);
    expect(countsIn(out())).toMatchObject({ read: 6, accepted: 3, duplicates: 3 });
  });

  it('reads a timestamp inside a nested column', async () => {
    await writeParquet(
      path('n.parquet'),
      `SELECT 'e' AS event_id, {'when': TIMESTAMPTZ '2026-11-22 10:15:30Z'} AS meta, 'play' AS action, 'u' AS user_id, 's' AS song_id`,
    );
    writeFileSync(path('n.json'), '{"event_time": {"path": "meta.when"}}');
    await batch([path('n.parquet')], out(), ['--map', path('n.json'), '--only', 'overview']);
    expect(cells('overview')).toMatchObject([{ first_event_at: '2026-11-22T10:15:30Z' }]);
  });
});

describe('--since and --until', () => {
  /** The days around the end of summer time in Berlin: the 25th of October has 25 hours. */
  const times = [
    '2026-10-24T21:59:59.999999Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T22:59:59.999999Z',
    '2026-10-25T23:00:00Z',
    '1969-12-31T23:59:59Z',
  ];
  beforeAll(() => {
    writeEvents(
      's.ndjson',
      times.map((event_time, i) =>
        wire({ event_id: `e${i}`, event_time, song_title: `title ${i}` }),
      ),
    );
  });
  const span = async (...options: readonly string[]): Promise<unknown> => {
    await batch([path('s.ndjson')], out(), [
      '--format',
      'csv',
      '--only',
      'overview,popular_songs',
      ...options,
    ]);
    const [overview] = cells('overview');
    const { outside } = countsIn(out());
    expect(Number(overview?.['events']) + outside).toBe(times.length);
    return [overview?.['first_event_at'], overview?.['last_event_at'], outside];
  };

  it('are dates in the time zone', async () => {
    const berlin = ['--time-zone', 'Europe/Berlin'];
    expect(await span('--since', '2026-10-25', '--until', '2026-10-26', ...berlin)).toEqual([
      times[1],
      times[2],
      3,
    ]);
    expect(cells('popular_songs')).toMatchObject([{ song_title: 'title 1' }]);
    expect(await span('--since', '2026-10-25')).toEqual([times[2], times[3], 3]);
    expect(await span('--until', '2026-10-25')).toEqual([times[4], times[1], 2]);
  });

  it('are instants, of which the second is left out', async () => {
    expect(await span('--since', '2026-10-25T00:00:00+02:00', '--until', times[2] ?? '')).toEqual([
      times[1],
      times[1],
      4,
    ]);
    expect(await span('--since', '1970-01-01')).toEqual([times[0], times[3], 1]);
    expect(await span('--until', '1970-01-01')).toEqual([times[4], times[4], 4]);
  });

  it('with nothing inside name the span of the data', async () => {
    const run = await tonearm([
      'batch',
      path('s.ndjson'),
      '--out',
      path('never'),
      '--since',
      '2027-01-01',
    ]);
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('1969-12-31T23:59:59Z to 2026-10-25T23:00:00Z');
  });
});

describe('what is computed', () => {
  beforeAll(() => {
    const events = Array.from({ length: 40 }, (_, i) =>
      wire({
        event_id: `e${i}`,
        event_time: new Date(Date.UTC(2026, 2, 29, 0, i * 5)).toISOString(),
        user_id: `u${i % 3}`,
        song_id: `s${i % 7}`,
        action: i % 2 === 0 ? 'play' : 'skip',
        played_ms: 30_000,
      }),
    );
    writeEvents('w.ndjson', events);
  });
  const compute = (...options: readonly string[]): Promise<string> =>
    batch([path('w.ndjson')], out(), ['--format', 'csv', ...options]);

  it('by --only and --top', async () => {
    await compute('--only', 'popular_songs,user_activity', '--top', '2');
    expect(Object.keys(tablesIn(out()))).toEqual(['popular_songs.csv', 'user_activity.csv']);
    expect(cells('popular_songs').map(({ rank }) => rank)).toEqual(['1', '2']);
  });

  it('by --session-gap', async () => {
    const sessions = async (gap: string): Promise<string | undefined> => {
      await compute('--only', 'session_analysis', '--session-gap', gap);
      return cells('session_analysis')[0]?.['sessions'];
    };
    expect(await sessions('15m')).toBe('3');
    expect(await sessions('14m')).toBe('40');
  });

  it('by --time-zone, where an hour is missing', async () => {
    await compute('--only', 'hourly_activity', '--time-zone', 'Europe/Berlin');
    const hours = cells('hourly_activity').filter(({ events }) => events !== '0');
    expect(hours.map(({ hour, events }) => [hour, events])).toEqual([
      ['1', '12'],
      ['3', '12'],
      ['4', '12'],
      ['5', '4'],
    ]);
  });

  it('by --windows, --window, --slide and --window-top', async () => {
    await compute(
      '--only',
      'popular_songs',
      '--windows',
      '--window',
      '1h',
      '--slide',
      '20m',
      '--window-top',
      '1',
    );
    const rows = cells('popular_songs_windowed');
    expect(rows[0]).toMatchObject({
      window_start: '2026-03-28T23:20:00Z',
      window_end: '2026-03-29T00:20:00Z',
      rank: '1',
    });
    expect(rows.map(({ window_start: start }) => start)).toEqual([
      ...new Set(rows.map((row) => row['window_start'])),
    ]);
    expect(rows).toHaveLength(12);
  });

  it('by an analytic of the user, also over windows', async () => {
    mkdirSync(path('own'), { recursive: true });
    writeFileSync(
      path('own/mine.mjs'),
      `import { analytic, bars, desc, dimensions, measures, tumbling } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
      export const mine = analytic({
        name: 'mine', title: 'Mine', question: 'Whose?', by: dimensions.user, measures: [measures.plays, measures.skipRate],
        order: [desc(measures.plays)], window: tumbling('1 hour'), chart: bars({ of: measures.plays, label: 'user_id' }),
      });`,
    );
    await compute('--analytics', path('own/mine.mjs'), '--only', 'mine,overview', '--windows');
    expect(Object.keys(tablesIn(out()))).toEqual([
      'mine.csv',
      'mine_windowed.csv',
      'overview.csv',
      'overview_windowed.csv',
    ]);
    expect(cells('mine')).toMatchObject([
      { user_id: 'u0', plays: '7' },
      { user_id: 'u2', plays: '7' },
      { user_id: 'u1', plays: '6' },
    ]);
  });
});
