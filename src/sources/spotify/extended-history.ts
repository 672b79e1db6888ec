import { isInstant, parseInstant } from '../../event/time.ts';
import { no, yes, type Capabilities } from '../importing/capabilities.ts';
import type { ExportFormat } from '../importing/export-format.ts';
import { parseJsonArray } from '../importing/file-content.ts';
import { dayMs, field, isInteger, isRecord, text } from '../importing/value.ts';
import type { SkipReason } from '../importing/skip-reason.ts';
import { deviceOfPlatform } from './device.ts';
import { endingAction } from './ending.ts';
import { startOfPlayback } from './start.ts';

const capabilities: Capabilities = {
  skips: yes('Spotify records why each playback ended and whether it was skipped.'),
  completions: yes('Spotify records whether a song played to its end.'),
  pauses: no(
    'Only the time from start to end and the time heard are recorded, not when it paused.',
  ),
  listeningTime: yes('The milliseconds heard in each playback are recorded.'),
  durations: no('The length of a song is not in the export, so mean completion is not available.'),
  devices: yes('Worked out from the platform Spotify names; unknown where it fits no known kind.'),
  countries: yes('The country of the network connection; cities are not in the export.'),
  timePrecision: 'second',
  timeIs: 'end',
  time:
    'Spotify records the end of a playback, to the second. The start is worked out from the ' +
    'moment Spotify gives for it, or from the end and the time heard.',
};

/**
 * The extended streaming history, one JSON array per file. Of a row only `ts`, `ms_played`,
 * `spotify_track_uri`, the three `master_metadata_*` names, `platform`, `conn_country`,
 * `reason_end`, `skipped`, `offline_timestamp` and `incognito_mode` are used, and the names and
 * URIs of episodes and audiobooks to tell why a row is skipped. User name, IP address and user
 * agent are never read.
 */
export const extendedHistory = {
  name: 'extended streaming history',
  capabilities,

  recognise({ name, head }) {
    const named = /^(?:Streaming_History_Audio_|endsong_\d).*\.json$/i.test(name);
    const looksSo = /\.json$/i.test(name) && /"ms_played"\s*:/.test(head) && /"ts"\s*:/.test(head);
    return named || looksSo ? name : null;
  },

  rows: parseJsonArray,

  playback(row, { songOf, incognito }) {
    if (!isRecord(row)) return 'malformed';
    const uri = field(row, 'spotify_track_uri');
    if (uri === null || uri === undefined || uri === '') return kindWithoutTrack(row);
    if (typeof uri !== 'string') return 'malformed';
    if (uri.startsWith('spotify:local:')) return 'local_file';
    if (!/^spotify:track:[0-9A-Za-z]{1,100}$/.test(uri)) return 'malformed';

    const ts = field(row, 'ts');
    const playedMs = field(row, 'ms_played');
    if (typeof ts !== 'string' || !isInteger(playedMs)) return 'malformed';
    if (playedMs < 0 || playedMs > dayMs) return 'bad_length';
    const endedAt = parseInstant(ts);
    if (endedAt === undefined) return 'bad_time';
    const startedAt = startOfPlayback(endedAt, playedMs, field(row, 'offline_timestamp'));
    if (!isInstant(startedAt)) return 'bad_time';
    if (field(row, 'incognito_mode') === true && !incognito) return 'incognito';

    const song = songOf({
      id: uri,
      title: text(field(row, 'master_metadata_track_name')),
      artistId: null,
      artist: text(field(row, 'master_metadata_album_artist_name')),
      album: text(field(row, 'master_metadata_album_album_name')),
      durationMs: null,
    });
    if (song === null) return 'no_names';
    const action = endingAction(field(row, 'reason_end'), field(row, 'skipped'));
    return {
      song,
      startedAt,
      ending: { action, at: endedAt, playedMs },
      device: deviceOfPlatform(field(row, 'platform')),
      country: country(field(row, 'conn_country')),
    };
  },
} as const satisfies ExportFormat;

const present = (row: unknown, names: readonly string[]): boolean =>
  names.some((name) => text(field(row, name)) !== null);

const kindWithoutTrack = (row: unknown): SkipReason => {
  if (present(row, ['spotify_episode_uri', 'episode_name', 'episode_show_name'])) return 'podcast';
  if (present(row, ['audiobook_uri', 'audiobook_title', 'audiobook_chapter_uri'])) {
    return 'audiobook';
  }
  return present(row, ['ts']) ? 'no_track' : 'malformed';
};

/** ZZ is what Spotify writes where it does not know the country. */
const country = (value: unknown): string | null =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) && value !== 'ZZ' ? value : null;
