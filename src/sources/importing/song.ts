import type { WireEvent } from '../../event/event.ts';
import { artistNameId, songNameId } from './identity.ts';
import { label } from './value.ts';

/** The part of an event that names the song. */
export type Song = Readonly<
  Pick<
    WireEvent,
    'song_id' | 'song_title' | 'artist_id' | 'artist_name' | 'album_name' | 'song_duration_ms'
  >
>;

/** What a row says about its song; null where it says nothing. */
interface SongParts {
  readonly id: string | null;
  readonly title: string | null;
  readonly artistId: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  readonly durationMs: number | null;
}

/** Gives the song of the parts; null where they do not identify one. */
export type SongOf = (parts: SongParts) => Song | null;

const songOf: SongOf = ({ id, title, artistId, artist, album, durationMs }) => {
  const songId = id ?? (artist !== null && title !== null ? songNameId(artist, title) : null);
  if (songId === null) return null;
  const labels = {
    song_title: label(title),
    artist_id: artistId ?? (artist === null ? null : artistNameId(artist)),
    artist_name: label(artist),
    album_name: label(album),
    song_duration_ms: durationMs,
  };
  return {
    song_id: songId,
    ...Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== null)),
  };
};

/**
 * A `SongOf` that makes each song once: rows of one song share it, so that a long history does
 * not hold its titles, nor hash its names, once per row.
 */
export const sharedSongs = (): SongOf => {
  const songs = new Map<string, Song | null>();
  return (parts) => {
    const key = JSON.stringify([
      parts.id,
      parts.title,
      parts.artistId,
      parts.artist,
      parts.album,
      parts.durationMs,
    ]);
    const known = songs.get(key);
    if (known !== undefined) return known;
    const song = songOf(parts);
    songs.set(key, song);
    return song;
  };
};
