import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { songNameId } from '../importing/identity.ts';
import {
  describeImporterContract,
  eventsOf,
  secret,
  temporaryFolder,
} from '../importing/importer.cases.ts';
import { lastfm } from './lastfm.ts';

const track = (differences: Readonly<Record<string, unknown>> = {}) => ({
  artist: { mbid: '', '#text': 'The Makers' },
  streamable: '0',
  image: [{ size: 'small', '#text': '' }],
  mbid: '',
  album: { mbid: '', '#text': 'Album' },
  name: 'Song of the Test',
  url: `https://example.org/${secret}`,
  date: { uts: '1700000000', '#text': '14 Nov 2023, 22:13' },
  ...differences,
});

const mbids = ['', '4B00640F-3be6-43f8-9b34-ff81bd89320a', 'f3a4bd1d-8b3c-4da8-8ee4-e984fe79d14f'];
const tracks = fc
  .record({
    artist: fc.record({
      mbid: fc.constantFrom(...mbids),
      '#text': fc.string({ unit: 'binary', minLength: 1 }),
    }),
    mbid: fc.constantFrom(...mbids),
    name: fc.constantFrom('One', 'Two', ''),
    date: fc.oneof(
      { weight: 9, arbitrary: fc.record({ uts: fc.constantFrom('1700000000', '1700000200') }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  })
  .map(track);

const scrobbles = fc.record({
  time: fc.constantFrom('1700000000', '1700000200', '', '0', 'x'),
  artist: fc.constantFrom('The Makers', 'A, "B"', 'Zwei\nZeilen', ''),
  track: fc.constantFrom('One', 'Two'),
});
const minutes = scrobbles.map((row) => ({
  ...row,
  time: row.time.startsWith('17') ? '14 Nov 2023 22:13' : row.time,
}));

const cell = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
const line = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;
const csvField = (row: unknown, name: string): unknown =>
  typeof row === 'object' && row !== null ? ((row as Record<string, unknown>)[name] ?? '') : row;

const header = 'uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\r\n';
const withHeader = (rows: readonly unknown[]): string =>
  header +
  rows
    .map((row) => {
      const [time, artist, name] = ['time', 'artist', 'track'].map((field) => csvField(row, field));
      return line([time, secret, artist, '', '', '', name, '']);
    })
    .join('');
const headerless = (rows: readonly unknown[]): string =>
  // A first line that is whole, so that the file is recognised.
  line(['First', '', 'Line', '1 Jan 2023 00:00']) +
  rows
    .map((row) => line(['artist', 'album', 'track', 'time'].map((field) => csvField(row, field))))
    .join('');

describeImporterContract(lastfm, [
  {
    name: 'recenttracks-#.json',
    row: tracks,
    encode: (rows) => JSON.stringify([{ '@attr': { user: secret }, track: rows }]),
    anyJson: true,
  },
  { name: 'scrobbles-#.csv', row: scrobbles, encode: withHeader, anyJson: false },
]);

const { write } = temporaryFolder();

describe('shapes of JSON', () => {
  it.each([
    ['pages', [{ track: [track(), track()] }, { track: [] }]],
    ['one page', { track: [track(), track()], '@attr': { page: '1' } }],
    ['an answer of the interface', { recenttracks: { track: [track(), track()] } }],
    ['answers', [{ recenttracks: { track: track() } }, { recenttracks: { track: track() } }]],
    ['tracks', [track(), track()]],
  ])('%s', async (_, value) => {
    const file = write('recenttracks.json', JSON.stringify(value));
    const { account } = await lastfm.read([file]);
    expect(account).toMatchObject({ rowsRead: 2, rowsImported: 2, actions: { play: 2 } });
  });

  it('an object without tracks is an error that names the file', async () => {
    const file = write('recenttracks.json', '{"error": 17, "message": "private"}');
    await expect(lastfm.read([file])).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      message: expect.stringContaining('recenttracks.json holds no pages'),
    });
  });
});

it('is a play alone, at its start, with the ids of MusicBrainz or of the names', async () => {
  const named = track();
  const known = track({
    mbid: 'F3A4BD1D-8b3c-4da8-8ee4-e984fe79d14f',
    artist: { mbid: '4b00640f-3be6-43f8-9b34-ff81bd89320a', '#text': 'The Makers' },
    date: { uts: 1_700_000_100 },
  });
  const file = write('mine.json', JSON.stringify([known, named]));
  const events = await eventsOf(lastfm, [file]);
  expect(events).toEqual([
    expect.objectContaining({
      event_time: '2023-11-14T22:13:20Z',
      action: 'play',
      song_id: songNameId('The Makers', 'Song of the Test'),
      album_name: 'Album',
    }),
    expect.objectContaining({
      event_time: '2023-11-14T22:15:00Z',
      song_id: 'f3a4bd1d-8b3c-4da8-8ee4-e984fe79d14f',
      artist_id: '4b00640f-3be6-43f8-9b34-ff81bd89320a',
    }),
  ]);
  expect(events.every((event) => !('played_ms' in event))).toBe(true);
});

it('skips what plays now and what has no time', async () => {
  const rows = [
    track({ '@attr': { nowplaying: 'true' }, date: undefined }),
    track({ date: undefined }),
    track({ date: { uts: '0', '#text': '01 Jan 1970, 00:00' } }),
    track({ date: { uts: 'soon' } }),
    track({ name: '' }),
    track({ '@attr': { nowplaying: { toString: 1 } }, date: { uts: { toString: 1 } } }),
    7,
  ];
  const file = write('recenttracks-now.json', JSON.stringify(rows));
  expect((await lastfm.read([file])).account.rowsSkipped).toEqual({
    now_playing: 1,
    no_time: 2,
    bad_time: 1,
    no_names: 1,
    malformed: 2,
  });
});

describe('CSV', () => {
  it('with header equals JSON of the same scrobble', async () => {
    const row =
      '\uFEFFuts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n' +
      '"1700000000","14 Nov 2023, 22:13","The Makers","","Album","","Song of the Test",""\n';
    const csv = write('recenttracks-someone.csv', row);
    const json = write('same.json', JSON.stringify([track()]));
    expect(await eventsOf(lastfm, [csv])).toEqual(await eventsOf(lastfm, [json]));
    expect((await lastfm.read([csv, json])).account.rowsSkipped).toEqual({ overlap: 1 });
  });

  it('without header has times to the minute, and may begin with what plays now', async () => {
    const rows =
      'The Makers,Album,Now,\r\n' +
      'The Makers,Album,"One, two",14 Nov 2023 22:13\r\n' +
      'too,few,cells\r\n' +
      'The Makers,Album,Three,31 Feb 2023 22:13\r\n' +
      'The Makers,Album,Four,"5 Nov 2023, 02:03"\r\n';
    const file = write('someone.csv', rows);
    const result = await lastfm.read([file]);
    expect(result.account.rowsSkipped).toEqual({ no_time: 1, malformed: 1, bad_time: 1 });
    expect([...result.events].map((event) => [event.event_time, event.song_title])).toEqual([
      ['2023-11-05T02:03:00Z', 'Four'],
      ['2023-11-14T22:13:00Z', 'One, two'],
    ]);
    expect(result.capabilities.timePrecision).toBe('minute');
    const json = write('same.json', JSON.stringify([track()]));
    expect((await lastfm.read([file, json])).account.warnings).toHaveLength(1);
  });

  it('skips a record whose bytes are not UTF-8 and goes on', async () => {
    const good = line(['1700000000', '', 'A', '', '', '', 'One', '']);
    const bytes = Buffer.concat([
      Buffer.from(header + good.replace('One', 'Two')),
      Buffer.from(good.replace('One', '\u00e9'), 'latin1'),
      Buffer.from(good),
    ]);
    const { account } = await lastfm.read([write('latin.csv', bytes)]);
    expect(account).toMatchObject({ rowsImported: 2, rowsSkipped: { malformed: 1 } });
  });

  it('without header survives any cells', async () => {
    for (const rows of fc.sample(fc.array(minutes), { numRuns: 20, seed: 7 })) {
      const file = write('plain.csv', headerless(rows));
      expect((await lastfm.read([file])).account.rowsRead).toBe(rows.length + 1);
    }
  });

  it('leaves other tables alone', async () => {
    const file = write('other.csv', 'a,b,c,d\n1,2,3,4\n');
    await expect(lastfm.read([file])).rejects.toMatchObject({ code: 'INPUT_SCHEMA' });
  });
});
