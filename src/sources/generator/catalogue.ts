import { aliasTable, type AliasTable } from './alias.ts';
import { exp, pow } from './exact-math.ts';
import { artistName, drawLexicon, workTitle } from './names.ts';
import { below, normal, randomStream, unit, type Random } from './random.ts';
import { genres } from './words.ts';

/** Zipf-Mandelbrot, fitted to plays by artist (hetrec2011-lastfm-2k): (rank + 15) ^ -1.21. */
export const artistWeight = (rank: number): number => pow(rank + 15, -1.21);

/** Length of songs in ms at these shares (Million Song Dataset, subset of 10,000). */
const lengthShares = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];
const lengths = [35e3, 62e3, 105e3, 178e3, 223e3, 274e3, 421e3, 600e3, 900e3];

const drawLength = (random: Random): number => {
  const share = unit(random);
  let i = 1;
  while (share >= lengthShares[i]!) i++;
  const part = (share - lengthShares[i - 1]!) / (lengthShares[i]! - lengthShares[i - 1]!);
  return Math.round(lengths[i - 1]! + part * (lengths[i]! - lengths[i - 1]!));
};

/** What events say about songs, one entry per song in each list. Some labels are unknown. */
export type SongLists = {
  readonly song_id: string[];
  readonly song_title: string[];
  readonly artist_id: (string | null)[];
  readonly artist_name: string[];
  readonly album_name: (string | null)[];
  readonly genre: (string | null)[];
  readonly song_duration_ms: number[];
};

/** The songs; an event holds an index. */
export type Catalogue = {
  readonly songs: SongLists;
  /** How much more or less than others a song is skipped. */
  readonly skip: Float64Array;
  readonly popularity: AliasTable;
};

/** Invents `size` songs: artists by rank, each with some albums and singles. */
export const catalogueOf = (seed: number, size: number): Catalogue => {
  const random = randomStream(seed, 'catalogue');
  const ids = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = below(random, i + 1);
    const id = ids[i]!;
    ids[i] = ids[j]!;
    ids[j] = id;
  }
  const songs: SongLists = {
    song_id: [],
    song_title: [],
    artist_id: [],
    artist_name: [],
    album_name: [],
    genre: [],
    song_duration_ms: [],
  };
  const weights = new Float64Array(size);
  const skip = new Float64Array(size);

  for (let rank = 1, song = 0; song < size; rank++) {
    const lexicon = drawLexicon(random);
    const artist = artistName(random, lexicon);
    const artistId = rank % 211 === 97 ? null : `a${rank}`;
    const genre = rank % 19 === 7 ? null : genres[below(random, genres.length)]!;
    const songsOfArtist = Math.min(size - song, 1 + below(random, 15));
    const songsPerAlbum = 6 + below(random, 7);
    let harmonic = 0;
    for (let j = 0; j < songsOfArtist; j++) harmonic += 1 / (j + 1.5);

    let album: string | null = null;
    for (let j = 0; j < songsOfArtist; j++, song++) {
      if (j % songsPerAlbum === 0) album = workTitle(random, lexicon);
      const single = unit(random) < 0.3;
      songs.song_id.push(`s${ids[song]! + 1}`);
      songs.song_title.push(workTitle(random, lexicon));
      songs.artist_id.push(artistId);
      songs.artist_name.push(artist);
      songs.album_name.push(single ? null : album);
      songs.genre.push(genre);
      songs.song_duration_ms.push(drawLength(random));
      skip[song] = Math.min(2, Math.max(0.4, exp(0.3 * normal(random))));
      weights[song] = artistWeight(rank) / (j + 1.5) / harmonic;
    }
  }
  return { songs, skip, popularity: aliasTable(weights) };
};
