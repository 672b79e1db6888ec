import { parseEpoch } from '../../event/epoch.ts';
import type { RowContext } from '../importing/export-format.ts';
import type { Playback } from '../importing/playback.ts';
import type { SkipReason } from '../importing/skip-reason.ts';
import { mbid, text } from '../importing/value.ts';

/** What the kinds of file have in common, unchecked; `time` in seconds since 1970. */
export interface Scrobble {
  readonly time: unknown;
  readonly artist: unknown;
  readonly artistMbid: unknown;
  readonly album: unknown;
  readonly track: unknown;
  readonly trackMbid: unknown;
}

/** A scrobble as a playback without an ending. Last.fm writes time 0 where it knows none. */
export const playbackOf = (scrobble: Scrobble, { songOf }: RowContext): Playback | SkipReason => {
  const { time } = scrobble;
  if (time === undefined || time === null || time === '') return 'no_time';
  if (typeof time !== 'number' && typeof time !== 'string') return 'malformed';
  const startedAt = parseEpoch(time, 's');
  if (startedAt === undefined) return 'bad_time';
  if (startedAt === 0) return 'no_time';
  const song = songOf({
    id: mbid(scrobble.trackMbid),
    title: text(scrobble.track),
    artistId: mbid(scrobble.artistMbid),
    artist: text(scrobble.artist),
    album: text(scrobble.album),
    durationMs: null,
  });
  return song === null
    ? 'no_names'
    : { song, startedAt, ending: null, device: null, country: null };
};
