import fc from 'fast-check';
import { secret } from '../importing/importer.cases.ts';

/** A row of the extended history as Spotify writes it; made up. */
export const extendedRow = (differences: Readonly<Record<string, unknown>> = {}) => ({
  ts: '2024-03-01T10:03:20Z',
  username: secret,
  platform: 'ios',
  ms_played: 180_000,
  conn_country: 'DE',
  ip_addr: `192.0.2.1 ${secret}`,
  ip_addr_decrypted: secret,
  user_agent_decrypted: secret,
  master_metadata_track_name: 'Song of the Test',
  master_metadata_album_artist_name: 'The Makers',
  master_metadata_album_album_name: 'Album',
  spotify_track_uri: 'spotify:track:0000000000000000000001',
  episode_name: null,
  episode_show_name: null,
  spotify_episode_uri: null,
  audiobook_title: null,
  audiobook_uri: null,
  audiobook_chapter_uri: null,
  audiobook_chapter_title: null,
  reason_start: 'clickrow',
  reason_end: 'trackdone',
  shuffle: false,
  skipped: false,
  offline: false,
  offline_timestamp: 1_709_287_210,
  incognito_mode: false,
  ...differences,
});

/** A row of the account data; made up. */
export const accountRow = (differences: Readonly<Record<string, unknown>> = {}) => ({
  endTime: '2024-03-01 10:03',
  artistName: 'The Makers',
  trackName: 'Song of the Test',
  msPlayed: 180_000,
  ...differences,
});

const ended = fc
  .integer({ min: 1_600_000_000, max: 1_600_000_900 })
  .map((seconds) => new Date(seconds * 1000).toISOString());

export const extendedRows = fc
  .record({
    ts: ended.map((time) => time.replace('.000Z', 'Z')),
    ms_played: fc.oneof(fc.constantFrom(0, 1000, 30_000), fc.integer({ min: 0, max: 400_000 })),
    spotify_track_uri: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('spotify:track:0A', 'spotify:track:0B') },
      { weight: 1, arbitrary: fc.constantFrom(null, 'spotify:local:a:b:c:1', 'spotify:episode:1') },
    ),
    master_metadata_track_name: fc.oneof(fc.constant(null), fc.string({ unit: 'binary' })),
    master_metadata_album_artist_name: fc.oneof(fc.constant(null), fc.string({ unit: 'binary' })),
    platform: fc.constantFrom('ios', 'osx', 'windows', 'Partner sonos', `x ${secret}`),
    conn_country: fc.constantFrom('DE', 'ZZ', 'us', ''),
    reason_end: fc.constantFrom('trackdone', 'fwdbtn', 'endplay', 'logout', null),
    skipped: fc.constantFrom(true, false, null),
    offline_timestamp: fc.constantFrom(0, null, 1_600_000_000, 1_600_000_000_500),
    incognito_mode: fc.constantFrom(false, false, false, true),
  })
  .map(extendedRow);

export const accountRows = fc
  .record({
    endTime: ended.map((time) => time.slice(0, 16).replace('T', ' ')),
    artistName: fc.constantFrom('The Makers', ' the  MAKERS', 'Others'),
    trackName: fc.constantFrom('One', 'Two'),
    msPlayed: fc.constantFrom(0, 0, 1000, 180_000),
  })
  .map((row) => ({ ...accountRow(row), username: secret }));
