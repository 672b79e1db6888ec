import { expect, it } from 'vitest';
import {
  describeImporterContract,
  eventsOf,
  secret,
  temporaryFolder,
} from '../importing/importer.cases.ts';
import { accountRow, accountRows, extendedRow, extendedRows } from './rows.cases.ts';
import { spotify } from './spotify.ts';

const encode = (rows: readonly unknown[]) => JSON.stringify(rows);

describeImporterContract(spotify, [
  { name: 'Streaming_History_Audio_2020_#.json', row: extendedRows, encode, anyJson: true },
  { name: 'StreamingHistory_music_#.json', row: accountRows, encode, anyJson: true },
]);

const { write } = temporaryFolder();

it('gives a play and an ending, and nothing private', async () => {
  const file = write('Streaming_History_Audio_2024_0.json', encode([extendedRow()]));
  const events = await eventsOf(spotify, [file]);
  const common = {
    user_id: 'me',
    song_id: 'spotify:track:0000000000000000000001',
    song_title: 'Song of the Test',
    artist_id: 'name:df207092d73d4e962224803bfa068ca5',
    artist_name: 'The Makers',
    album_name: 'Album',
    device: 'mobile',
    country: 'DE',
  };
  expect(events).toEqual([
    {
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      event_time: '2024-03-01T10:00:10Z',
      action: 'play',
      ...common,
    },
    {
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      event_time: '2024-03-01T10:03:20Z',
      action: 'complete',
      played_ms: 180_000,
      ...common,
    },
  ]);
  expect(JSON.stringify(events)).not.toContain(secret);
});

it('counts N repeats of one song as N plays', async () => {
  const repeats = [0, 1, 2, 3].map((minute) => extendedRow({ ts: `2024-03-01T10:1${minute}:00Z` }));
  const file = write('Streaming_History_Audio_2024_1.json', encode([...repeats, ...repeats]));
  const { account } = await spotify.read([file]);
  expect(account.actions).toEqual({ play: 8, complete: 8 });
});

it('takes private sessions only when asked', async () => {
  const rows = [extendedRow(), extendedRow({ incognito_mode: true, ts: '2024-03-02T10:03:20Z' })];
  const file = write('endsong_0.json', encode(rows));
  expect((await spotify.read([file])).account.rowsSkipped).toEqual({ incognito: 1 });
  expect((await spotify.read([file], { incognito: true })).account.rowsImported).toBe(2);
});

it('counts and skips the rows of other histories', async () => {
  const files = [
    write('Streaming_History_Video_2020.json', encode([extendedRow()])),
    write('StreamingHistory_podcast_0.json', encode([{}, {}])),
    write('StreamingHistory_audiobook_0.json', encode([1])),
  ];
  const { account } = await spotify.read(files);
  expect(account.rowsRead).toBe(4);
  expect(account.rowsSkipped).toEqual({ video: 1, podcast: 2, audiobook: 1 });
  expect(account.events).toBe(0);
});

it('says that extended history and account data are not merged', async () => {
  const extended = write('Streaming_History_Audio_2024_2.json', encode([extendedRow()]));
  const account = write('StreamingHistory_music_0.json', encode([accountRow()]));
  const both = await spotify.read([extended, account]);
  expect(both.account.rowsImported).toBe(2);
  expect(both.account.warnings).toEqual([expect.stringContaining('counts twice')]);
  expect(both.capabilities.skips.known).toBe('partly');
  expect(both.capabilities.timePrecision).toBe('minute');
  expect((await spotify.read([account, extended])).capabilities).toEqual(both.capabilities);
  expect((await spotify.read([extended])).account.warnings).toEqual([]);
});

it('states what the account data does not tell', async () => {
  const file = write('StreamingHistory_music_1.json', encode([accountRow()]));
  const result = await spotify.read([file]);
  expect(result.account.actions).toEqual({ play: 1 });
  expect(result.capabilities.skips.known).toBe('no');
  expect(spotify.capabilities.skips.known).toBe('yes');
});

it('names the file that is broken', async () => {
  const whole = encode([extendedRow()]);
  const file = write('Streaming_History_Audio_2024_3.json', whole.slice(0, -5));
  await expect(spotify.read([file])).rejects.toMatchObject({
    code: 'INPUT_UNREADABLE',
    message: expect.stringContaining('Streaming_History_Audio_2024_3.json is not valid JSON'),
  });
  const object = write('Streaming_History_Audio_2024_4.json', '{}');
  await expect(spotify.read([object])).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
});

it('says what it expects where there is nothing of Spotify', async () => {
  const file = write('notes.json', '{"a": 1}');
  await expect(spotify.read([file])).rejects.toMatchObject({
    code: 'INPUT_SCHEMA',
    hint: expect.stringContaining('Streaming_History_Audio_'),
  });
});

it('refuses a user id that no event may have', async () => {
  for (const user of ['', 'x'.repeat(129), '\ud800']) {
    await expect(spotify.read([], { user })).rejects.toMatchObject({ code: 'USAGE' });
  }
});
