import { compareDetails, rowKey, type Playback } from './playback.ts';

interface Repeats {
  readonly kept: Playback[];
  file: number;
  seenInFile: number;
}

/**
 * The playbacks of all files of one import. Equal rows within one file are repeats, and all
 * count; equal rows in different files are the same rows, because export files overlap and the
 * same file may be named twice. So a row counts as often as in the file that has it most often,
 * whatever the order of the files.
 */
export class PlaybackUnion {
  readonly #rows = new Map<string, Repeats>();

  /** Adds a row of the file with this number; false where another file had it before. */
  add(playback: Playback, file: number): boolean {
    const key = rowKey(playback);
    const repeats = this.#rows.get(key);
    if (repeats === undefined) {
      this.#rows.set(key, { kept: [playback], file, seenInFile: 1 });
      return true;
    }
    if (repeats.file !== file) {
      repeats.file = file;
      repeats.seenInFile = 0;
    }
    const place = repeats.seenInFile++;
    const before = repeats.kept[place];
    if (before === undefined) {
      repeats.kept.push(playback);
      return true;
    }
    if (compareDetails(playback, before) < 0) repeats.kept[place] = playback;
    return false;
  }

  playbacks(): readonly Playback[] {
    return [...this.#rows.values()].flatMap(({ kept }) => kept);
  }
}
