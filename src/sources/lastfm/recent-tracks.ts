import type { ExportFormat } from '../importing/export-format.ts';
import { brokenFile, parseJson, type FileContent } from '../importing/file-content.ts';
import { field, isRecord } from '../importing/value.ts';
import { capabilities } from './capabilities.ts';
import { playbackOf } from './scrobble.ts';

/**
 * Pages of `user.getRecentTracks` as JSON: an array of pages, one page, the answer as the
 * interface wraps it, or an array of tracks. The user name that a page carries is never read.
 */
export const recentTracks = {
  name: 'recent tracks',
  capabilities,

  recognise({ name, head }) {
    const looksSo =
      /"artist"\s*:\s*\{/.test(head) &&
      /"(?:#text|mbid)"\s*:/.test(head) &&
      /"name"\s*:/.test(head);
    return /\.json$/i.test(name) && (looksSo || /recent-?_?tracks/i.test(name)) ? name : null;
  },

  rows(file) {
    const value = parseJson(file);
    return Array.isArray(value) ? value.flatMap(tracksOf) : tracksOfPage(file, value);
  },

  playback(row, context) {
    if (!isRecord(row)) return 'malformed';
    const playing = field(field(row, '@attr'), 'nowplaying');
    if (playing === 'true' || playing === true) return 'now_playing';
    const artist = field(row, 'artist');
    return playbackOf(
      {
        time: field(field(row, 'date'), 'uts'),
        artist: field(artist, '#text') ?? field(artist, 'name'),
        artistMbid: field(artist, 'mbid'),
        album: field(field(row, 'album'), '#text'),
        track: field(row, 'name'),
        trackMbid: field(row, 'mbid'),
      },
      context,
    );
  },
} as const satisfies ExportFormat;

/** The tracks of a page, or the value itself where it is no page: a row to be judged. */
const tracksOf = (value: unknown): readonly unknown[] => {
  const page = field(value, 'recenttracks') ?? value;
  const tracks = field(page, 'track');
  if (Array.isArray(tracks)) return tracks;
  // The interface gives a page of one track without the array.
  return isRecord(tracks) ? [tracks] : [value];
};

const tracksOfPage = (file: FileContent, value: unknown): readonly unknown[] => {
  const page = field(value, 'recenttracks') ?? value;
  if (isRecord(page) && Object.hasOwn(page, 'track')) return tracksOf(page);
  throw brokenFile(file.shown, 'holds no pages of recent tracks');
};
