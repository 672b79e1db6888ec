import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../event/time.ts';
import { sharedSongs } from '../importing/song.ts';
import { deviceOfPlatform } from './device.ts';
import { endingAction } from './ending.ts';
import { extendedHistory } from './extended-history.ts';
import { extendedRow } from './rows.cases.ts';
import { startOfPlayback } from './start.ts';

const read = (differences: Readonly<Record<string, unknown>>) =>
  extendedHistory.playback(extendedRow(differences), { songOf: sharedSongs(), incognito: false });

describe('rows that give no event', () => {
  it.each([
    ['podcast', { spotify_track_uri: null, spotify_episode_uri: 'spotify:episode:1' }],
    ['podcast', { spotify_track_uri: null, episode_name: 'One' }],
    ['audiobook', { spotify_track_uri: null, audiobook_uri: 'spotify:show:1' }],
    ['no_track', { spotify_track_uri: null }],
    ['local_file', { spotify_track_uri: 'spotify:local:The+Makers::Song:180' }],
    ['malformed', { spotify_track_uri: 7 }],
    ['malformed', { spotify_track_uri: 'spotify:episode:1' }],
    ['malformed', { ts: 1_709_287_400 }],
    ['malformed', { ms_played: '180000' }],
    ['malformed', { ms_played: 0.5 }],
    ['bad_time', { ts: '2024-02-30T10:03:20Z' }],
    ['bad_time', { ts: '2200-01-01T00:00:00Z' }],
    ['bad_time', { ts: '1900-01-01T00:00:00Z', offline_timestamp: 0 }],
    ['bad_length', { ms_played: -1 }],
    ['bad_length', { ms_played: 86_400_001 }],
    ['incognito', { incognito_mode: true }],
  ])('%s: %j', (reason, differences) => {
    expect(read(differences)).toBe(reason);
  });

  it.each([null, 1, 'row', [], [{}]])('malformed: %j', (row) => {
    const context = { songOf: sharedSongs(), incognito: false };
    expect(extendedHistory.playback(row, context)).toBe('malformed');
  });
});

describe('fields that do not fit', () => {
  it('become null and keep the row', () => {
    const tooLong = '𝄞'.repeat(513);
    const playback = read({
      master_metadata_track_name: tooLong,
      master_metadata_album_artist_name: ' ',
      master_metadata_album_album_name: '\ud800',
      conn_country: 'ZZ',
      platform: 'not_applicable',
    });
    expect(playback).toMatchObject({ device: null, country: null });
    expect(playback).toHaveProperty('song', { song_id: 'spotify:track:0000000000000000000001' });
  });

  it('keep the longest title that fits', () => {
    const title = '𝄞'.repeat(512);
    expect(read({ master_metadata_track_name: title })).toHaveProperty('song.song_title', title);
  });
});

describe('start of a playback', () => {
  const end = Date.UTC(2024, 2, 1, 10, 3, 20) * 1000;
  const seconds = end / 1_000_000;
  it.each<[string, unknown, string]>([
    ['seconds, 10 s paused', seconds - 190, '2024-03-01T10:00:10Z'],
    ['milliseconds, 10 s paused', (seconds - 190) * 1000, '2024-03-01T10:00:10Z'],
    ['no pause', seconds - 180, '2024-03-01T10:00:20Z'],
    ['just under 30 minutes left', seconds - 180 - 1799, '2024-03-01T09:30:21Z'],
    ['30 minutes left', seconds - 180 - 1800, '2024-03-01T10:00:20Z'],
    ['after the latest start', seconds - 179, '2024-03-01T10:00:20Z'],
    ['0', 0, '2024-03-01T10:00:20Z'],
    ['null', null, '2024-03-01T10:00:20Z'],
    ['text', String(seconds - 190), '2024-03-01T10:00:20Z'],
    ['not a number', Number.NaN, '2024-03-01T10:00:20Z'],
  ])('%s', (_, offlineTimestamp, start) => {
    expect(formatInstant(startOfPlayback(end, 180_000, offlineTimestamp))).toBe(start);
  });
});

describe('ending', () => {
  it.each([
    ['trackdone', false, 'complete'],
    ['trackdone', true, 'complete'],
    ['fwdbtn', true, 'skip'],
    ['fwdbtn', null, 'skip'],
    ['fwdbtn', false, 'skip'],
    ['nextbtn', null, 'skip'],
    ['backbtn', null, 'skip'],
    ['clickrow', true, 'skip'],
    ['clickrow', null, 'stop'],
    ['endplay', true, 'skip'],
    ['endplay', false, 'stop'],
    ['logout', false, 'stop'],
    ['logout', true, 'stop'],
    ['unexpected-exit-while-paused', false, 'stop'],
    [null, null, 'stop'],
    [7, 'yes', 'stop'],
  ])('%s, skipped %s: %s', (reasonEnd, skipped, action) => {
    expect(endingAction(reasonEnd, skipped)).toBe(action);
  });
});

describe('device', () => {
  it.each([
    ['ios', 'mobile'],
    ['iOS 14.4 (iPhone12,1)', 'mobile'],
    ['iOS 12.1 (iPad6,3)', 'tablet'],
    ['Android OS 11 API 30 (samsung, SM-G973F)', 'mobile'],
    ['Android-tablet OS 9', 'tablet'],
    ['osx', 'desktop'],
    ['OS X 12.6.0 [x86 8]', 'desktop'],
    ['Windows 10 (10.0.19041; x64)', 'desktop'],
    ['Linux [x86-64 0]', 'desktop'],
    ['web_player windows 10;chrome 96.0;desktop', 'web'],
    ['WebPlayer (websocket RFC6455)', 'web'],
    ['Partner google cast', 'speaker'],
    ['cast', 'speaker'],
    ['Partner sonos_ppc Sonos;Play1', 'speaker'],
    ['Partner amazon_salmon Amazon;Echo_Dot', 'speaker'],
    ['Google Home', 'speaker'],
    ['Partner android_tv Sony;BRAVIA', 'tv'],
    ['Partner samsung_tv', 'tv'],
    ['Partner sony_tv Sony;PS4', 'console'],
    ['PlayStation 5', 'console'],
    ['Partner xbox one', 'console'],
    ['Garmin', 'wearable'],
    ['not_applicable', null],
    ['', null],
    [null, null],
  ])('%s: %s', (platform, device) => {
    expect(deviceOfPlatform(platform)).toBe(device);
  });
});
