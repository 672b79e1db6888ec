/** How much an import reads before it refuses: a guard against archives made to fill the memory. */
export interface InputLimits {
  /** Files listed in the inputs, entries of archives included. */
  readonly files: number;
  /** Uncompressed bytes of one file that is read. */
  readonly fileBytes: number;
  /** Uncompressed bytes of all files that are read. */
  readonly totalBytes: number;
}

const mebibyte = 1024 * 1024;

/** Spotify cuts its files at about 12 MB; a whole history is rarely over 1 GB. */
export const defaultLimits: InputLimits = {
  files: 100_000,
  fileBytes: 256 * mebibyte,
  totalBytes: 4096 * mebibyte,
};
