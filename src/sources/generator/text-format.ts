import { actions, fieldNames } from '../../event/event.ts';
import type { SongLists } from './catalogue.ts';
import { devices } from './devices.ts';
import { places } from './places.ts';

/** What stands before the numbers of users and sessions in their ids. */
export const userPrefix = 'u';
export const sessionPrefix = 'x';

/**
 * The constant parts of a line, in the order of writing: `idOpen` id, `timeOpen` time, action,
 * user number, song head, session, song tail, played, device, place with the line's end.
 */
export type TextFormat = {
  readonly header: string;
  readonly idOpen: string;
  readonly timeOpen: string;
  /** By action; ends where the user's number begins. */
  readonly action: readonly string[];
  /** By song: its id. */
  readonly songHead: readonly string[];
  readonly sessionOpen: string;
  readonly sessionClose: string;
  readonly sessionAbsent: string;
  /** By song: all else about it. */
  readonly songTail: readonly string[];
  readonly playedOpen: string;
  readonly playedClose: string;
  readonly playedAbsent: string;
  readonly device: readonly string[];
  readonly place: readonly string[];
};

type SongField = 'song_title' | 'artist_id' | 'artist_name' | 'album_name' | 'genre';
const songFields: readonly SongField[] = [
  'song_title',
  'artist_id',
  'artist_name',
  'album_name',
  'genre',
];

const member = (name: string, value: string | number | null): string =>
  value === null ? '' : `,"${name}":${JSON.stringify(value)}`;

/** One JSON object per line; a field that is not known is left out. */
export const ndjsonFormat = (songs: SongLists): TextFormat => ({
  header: '',
  idOpen: '{"event_id":"',
  timeOpen: '","event_time":"',
  action: actions.map((action) => `","action":"${action}","user_id":"${userPrefix}`),
  songHead: songs.song_id.map((id) => `"${member('song_id', id)}`),
  sessionOpen: `,"session_id":"${sessionPrefix}`,
  sessionClose: '"',
  sessionAbsent: '',
  songTail: songs.song_id.map(
    (_, song) =>
      songFields.map((field) => member(field, songs[field][song]!)).join('') +
      member('song_duration_ms', songs.song_duration_ms[song]!),
  ),
  playedOpen: ',"played_ms":',
  playedClose: '',
  playedAbsent: '',
  device: devices.map(({ name }) => member('device', name)),
  place: places.map(
    ({ country, city }) => `${member('country', country)}${member('city', city)}}\n`,
  ),
});

const cell = (value: string | number | null): string => {
  if (value === null) return ',';
  const text = String(value);
  return /[",\r\n]|^$/.test(text) ? `,"${text.replaceAll('"', '""')}"` : `,${text}`;
};

/** RFC 4180 with a header and all fields in the order of the schema; an empty cell is null. */
export const csvFormat = (songs: SongLists): TextFormat => ({
  header: `${fieldNames.join(',')}\n`,
  idOpen: '',
  timeOpen: ',',
  action: actions.map((action) => `,${action},${userPrefix}`),
  songHead: songs.song_id.map((id) => cell(id)),
  sessionOpen: `,${sessionPrefix}`,
  sessionClose: '',
  sessionAbsent: ',',
  songTail: songs.song_id.map(
    (_, song) =>
      songFields.map((field) => cell(songs[field][song]!)).join('') +
      cell(songs.song_duration_ms[song]!),
  ),
  playedOpen: ',',
  playedClose: '',
  playedAbsent: ',',
  device: devices.map(({ name }) => cell(name)),
  place: places.map(({ country, city }) => `${cell(country)}${cell(city)}\n`),
});
