import type { Song } from './song.ts';

/** How a playback ended, where the service knows it. Times are microseconds since 1970. */
interface Ending {
  readonly action: 'skip' | 'complete' | 'stop';
  readonly at: number;
  readonly playedMs: number;
}

/** What one row of an export says. */
export interface Playback {
  readonly song: Song;
  readonly startedAt: number;
  readonly ending: Ending | null;
  readonly device: string | null;
  readonly country: string | null;
}

/**
 * The identity of a row: everything its event ids are made of. Rows that differ in a label or a
 * device alone are the same row, because a later export may name the same song anew.
 */
export const rowKey = ({ song, startedAt, ending }: Playback): string =>
  ending === null
    ? `${startedAt} ${song.song_id}`
    : `${startedAt} ${ending.at} ${ending.action} ${ending.playedMs} ${song.song_id}`;

/** A total order of playbacks with equal row keys, by what they say besides. */
export const compareDetails = (a: Playback, b: Playback): number => {
  if (a.song === b.song && a.device === b.device && a.country === b.country) return 0;
  const [left, right] = [details(a), details(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

const details = ({ song, device, country }: Playback): string =>
  JSON.stringify([
    song.song_title,
    song.artist_id,
    song.artist_name,
    song.album_name,
    song.song_duration_ms,
    device,
    country,
  ]);
