import { parseInstant } from '../../event/time.ts';
import { csvRecords } from '../importing/csv.ts';
import type { ExportFormat, RowContext } from '../importing/export-format.ts';
import type { Playback } from '../importing/playback.ts';
import type { SkipReason } from '../importing/skip-reason.ts';
import { capabilities, capabilitiesToTheMinute } from './capabilities.ts';
import { playbackOf, type Scrobble } from './scrobble.ts';

const required = ['uts', 'artist', 'track'] as const;

/** CSV with a header: `uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid`. */
export const tableCsv = {
  name: 'scrobbles with header',
  capabilities,

  recognise({ name, head }) {
    const header = csvName.test(name) ? firstRecord(head) : null;
    return header !== null && required.every((column) => header.map(columnName).includes(column))
      ? name
      : null;
  },

  *rows({ bytes }) {
    let header: readonly string[] | null = null;
    for (const cells of csvRecords(bytes)) {
      if (header !== null) yield cells?.length === header.length ? table(header, cells) : undefined;
      else header = (cells ?? []).map(columnName);
    }
  },

  playback: fromScrobble,
} as const satisfies ExportFormat;

/** CSV without header: artist, album, track, `dd Mon YYYY HH:MM` in UTC. */
export const plainCsv = {
  name: 'scrobbles without header',
  capabilities: capabilitiesToTheMinute,

  recognise({ name, head }) {
    const first = csvName.test(name) ? firstRecord(head) : null;
    if (first?.length !== 4) return null;
    const time = first[3] ?? null;
    // The song that plays during the export comes first and has no time.
    return typeof secondsOf(time) === 'number' || (time === null && timedLine.test(head))
      ? name
      : null;
  },

  *rows({ bytes }) {
    for (const cells of csvRecords(bytes)) {
      const [artist, album, track, time = null] = cells ?? [];
      yield cells?.length === 4
        ? { time: secondsOf(time), artist, album, track, artistMbid: null, trackMbid: null }
        : undefined;
    }
  },

  playback: fromScrobble,
} as const satisfies ExportFormat;

const csvName = /\.(?:csv|txt)$/i;
const timedLine = /,"?\d{1,2} [A-Z][a-z]{2} \d{4},? \d\d:\d\d"?\r?$/m;

/** `rows` above gives scrobbles, or undefined for a record that is none. */
function fromScrobble(row: unknown, context: RowContext): Playback | SkipReason {
  return row === undefined ? 'malformed' : playbackOf(row as Scrobble, context);
}

const firstRecord = (head: string): readonly (string | null)[] | null => {
  const [first] = csvRecords(Buffer.from(head));
  return first ?? null;
};

const columnName = (cell: string | null): string => (cell ?? '').trim().toLowerCase();

const table = (header: readonly string[], cells: readonly (string | null)[]): Scrobble => {
  const cell = (column: string) => cells[header.indexOf(column)];
  return {
    time: cell('uts'),
    artist: cell('artist'),
    artistMbid: cell('artist_mbid'),
    album: cell('album'),
    track: cell('track'),
    trackMbid: cell('track_mbid'),
  };
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `13 Jun 2025 00:55` in UTC as seconds since 1970; other text as it is: not a time. */
const secondsOf = (value: string | null): number | string | null => {
  const parts = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}),? (\d\d):(\d\d)$/.exec(value?.trim() ?? '');
  if (parts === null) return value;
  const [, day = '', month = '', year = '', hour = '', minute = ''] = parts;
  const number = String(months.indexOf(month) + 1).padStart(2, '0');
  const at = parseInstant(`${year}-${number}-${day.padStart(2, '0')}T${hour}:${minute}:00Z`);
  return at === undefined ? value : at / 1_000_000;
};
