import { parseEpoch } from '../../event/epoch.ts';
import { no, partly, type Capabilities } from '../importing/capabilities.ts';
import type { ExportFormat } from '../importing/export-format.ts';
import { parseJsonArray, parseJsonLines } from '../importing/file-content.ts';
import { dayMs, field, isRecord, mbid, numeric, text } from '../importing/value.ts';

const capabilities: Capabilities = {
  skips: no('A listen does not say how it ended, and early skips are not submitted.'),
  completions: no('A listen is submitted after half of the song or 4 minutes, not at its end.'),
  pauses: no('Pauses are not recorded.'),
  listeningTime: no(
    'Some players submit how long a song was heard, but not how it ended, and listening time is ' +
      'summed over endings.',
  ),
  durations: partly('The length of a song is known where the player submitted it.'),
  devices: no('The export names players, not devices.'),
  countries: no('Countries are not in the export.'),
  timePrecision: 'second',
  timeIs: 'start',
  time: 'ListenBrainz records the start of a playback, to the second.',
};

const isListens = (head: string): boolean =>
  /"listened_at"\s*:/.test(head) && /"track_metadata"\s*:/.test(head);

const playback: ExportFormat['playback'] = (row, { songOf }) => {
  const listened = field(row, 'listened_at');
  const metadata = field(row, 'track_metadata');
  if (!isRecord(metadata)) return 'malformed';
  if (listened === null || listened === undefined || listened === 0) return 'no_time';
  if (typeof listened !== 'number') return 'malformed';
  const startedAt = parseEpoch(listened, 's');
  if (startedAt === undefined) return 'bad_time';
  const mapping = field(metadata, 'mbid_mapping');
  const artistMbids = field(mapping, 'artist_mbids');
  const song = songOf({
    id: mbid(field(mapping, 'recording_mbid')),
    title: text(field(metadata, 'track_name')),
    artistId: mbid(Array.isArray(artistMbids) ? artistMbids[0] : null),
    artist: text(field(metadata, 'artist_name')),
    album: text(field(metadata, 'release_name')),
    durationMs: duration(field(metadata, 'additional_info')),
  });
  return song === null
    ? 'no_names'
    : { song, startedAt, ending: null, device: null, country: null };
};

/** Listens as the export has them: one per line in `listens/YYYY/M.jsonl`; `user.json` is never read. */
export const listens = {
  name: 'listens',
  capabilities,

  recognise({ name, place, head }) {
    const month = /(?:^|\/)listens\/(\d{4}\/\d{1,2}\.jsonl)$/.exec(place);
    return month?.[1] ?? (/\.(?:jsonl|ndjson)$/i.test(name) && isListens(head) ? name : null);
  },

  rows: parseJsonLines,
  playback,
} as const satisfies ExportFormat;

/** Listens as the export of earlier years had them: all in one JSON array. */
export const listensArray = {
  name: 'array of listens',
  capabilities,
  recognise: ({ name, head }) => (/\.json$/i.test(name) && isListens(head) ? name : null),
  rows: parseJsonArray,
  playback,
} as const satisfies ExportFormat;

/** Players submit `duration_ms`, or `duration` in seconds; what no song can last counts as absent. */
const duration = (info: unknown): number | null => {
  const seconds = numeric(field(info, 'duration'));
  const ms = Math.round(numeric(field(info, 'duration_ms')) ?? (seconds ?? 0) * 1000);
  return ms >= 1 && ms <= dayMs ? ms : null;
};
