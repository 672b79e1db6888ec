import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../event/time.ts';
import { songNameId } from '../importing/identity.ts';
import { sharedSongs } from '../importing/song.ts';
import { accountData } from './account-data.ts';
import { extendedHistory } from './extended-history.ts';
import { accountRow, extendedRow } from './rows.cases.ts';

const read = (differences: Readonly<Record<string, unknown>>) =>
  accountData.playback(accountRow(differences), { songOf: sharedSongs(), incognito: false });

it('is a play without an ending, from the end less the time heard', () => {
  const playback = read({});
  expect(playback).toMatchObject({
    song: { song_id: songNameId('The Makers', 'Song of the Test') },
    ending: null,
  });
  expect(typeof playback === 'string' || formatInstant(playback.startedAt)).toBe(
    '2024-03-01T10:00:00Z',
  );
});

it.each([
  ['malformed', { msPlayed: null }],
  ['bad_length', { msPlayed: -1 }],
  ['bad_length', { msPlayed: 86_400_001 }],
  ['bad_time', { endTime: '2024-03-01T10:03:00Z' }],
  ['bad_time', { endTime: '2024-13-01 10:03' }],
  ['bad_time', { endTime: '1900-01-01 00:00' }],
  ['no_names', { trackName: '' }],
  ['no_names', { artistName: 3 }],
])('skips as %s: %j', (reason, differences) => {
  expect(read(differences)).toBe(reason);
});

describe('files are recognised by name, renamed ones by content', () => {
  const extendedHead = JSON.stringify([extendedRow()]);
  const accountHead = JSON.stringify([accountRow()], null, 2);
  it.each([
    ['Streaming_History_Audio_2020-2021_3.json', '', 'extended'],
    ['endsong_0.json', '', 'extended'],
    ['mine.json', extendedHead, 'extended'],
    ['StreamingHistory0.json', '', 'account'],
    ['StreamingHistory_music_12.json', '', 'account'],
    ['mine.json', accountHead, 'account'],
    ['StreamingHistory_podcast_0.json', '', null],
    ['Streaming_History_Video_2020.json', '', null],
    ['Userdata.json', '{"username": "x"}', null],
    ['mine.csv', extendedHead, null],
    ['titles.json', JSON.stringify(['"ts": 1, "ms_played": 2']), null],
  ])('%s', (name, head, format) => {
    const file = { name, place: name, head };
    const found = extendedHistory.recognise(file)
      ? 'extended'
      : accountData.recognise(file)
        ? 'account'
        : null;
    expect(found).toBe(format);
  });
});
