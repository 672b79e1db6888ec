import { isInstant, parseInstant } from '../../event/time.ts';
import { no, type Capabilities } from '../importing/capabilities.ts';
import type { ExportFormat } from '../importing/export-format.ts';
import { parseJsonArray } from '../importing/file-content.ts';
import { dayMs, field, isInteger, isRecord, text } from '../importing/value.ts';

const capabilities: Capabilities = {
  skips: no('The account data does not say how a playback ended; the extended history does.'),
  completions: no('The account data does not say how a playback ended.'),
  pauses: no('Pauses are not recorded.'),
  listeningTime: no(
    'The account data has the time heard, but not how a playback ended, and listening time is ' +
      'summed over endings.',
  ),
  durations: no('The length of a song is not in the export.'),
  devices: no('Devices are not in the account data.'),
  countries: no('Countries are not in the account data.'),
  timePrecision: 'minute',
  timeIs: 'end',
  time:
    'The account data records the end of a playback to the minute; the start is that less the ' +
    'time heard, and may be off by a minute.',
};

/** The account data of the last year: end to the minute, names, time heard; one array per file. */
export const accountData = {
  name: 'account data',
  capabilities,

  recognise({ name, head }) {
    const named = /^StreamingHistory(?:_music)?_?\d.*\.json$/i.test(name);
    const looksSo =
      /\.json$/i.test(name) &&
      /"endTime"\s*:/.test(head) &&
      /"msPlayed"\s*:/.test(head) &&
      /"trackName"\s*:/.test(head);
    return named || looksSo ? name : null;
  },

  rows: parseJsonArray,

  playback(row, { songOf }) {
    if (!isRecord(row)) return 'malformed';
    const playedMs = field(row, 'msPlayed');
    if (!isInteger(playedMs)) return 'malformed';
    if (playedMs < 0 || playedMs > dayMs) return 'bad_length';
    const endedAt = parseMinute(field(row, 'endTime'));
    if (endedAt === undefined) return 'bad_time';
    const startedAt = endedAt - playedMs * 1000;
    if (!isInstant(startedAt)) return 'bad_time';
    const song = songOf({
      id: null,
      title: text(field(row, 'trackName')),
      artistId: null,
      artist: text(field(row, 'artistName')),
      album: null,
      durationMs: null,
    });
    return song === null
      ? 'no_names'
      : { song, startedAt, ending: null, device: null, country: null };
  },
} as const satisfies ExportFormat;

const parseMinute = (value: unknown): number | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value)
    ? parseInstant(`${value.replace(' ', 'T')}:00Z`)
    : undefined;
