import { open, type FileHandle } from 'node:fs/promises';

/** How much of the file is looked at at once. */
const usualPieceBytes = 4_194_304;

const lineEnd = Buffer.from('\n');

/** The rows at the end of the file that come again when a stream starts after a crash. */
export interface WrittenRows {
  /** How many of the rows, from the first, the file has already. */
  readonly countKnown: (rows: readonly string[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

/**
 * Where the line begins in the file, the last such place. Looks back in pieces, as far as the
 * start: one commit can have more late rows than any fixed part of the file.
 */
const lastPlaceOf = async (
  file: FileHandle,
  size: number,
  line: Buffer,
  pieceBytes: number,
): Promise<number | undefined> => {
  const behindEnd = Buffer.concat([lineEnd, line]);
  // Pieces overlap, so that a line across two of them is found.
  const overlap = behindEnd.length - 1;
  const piece = Buffer.allocUnsafe(Math.min(size, pieceBytes + overlap));
  for (let to = size; ;) {
    const from = Math.max(0, to - piece.length);
    const { bytesRead } = await file.read(piece, 0, to - from, from);
    const read = piece.subarray(0, bytesRead);
    const at = read.lastIndexOf(behindEnd);
    if (at >= 0) return from + at + 1;
    if (from === 0) return read.subarray(0, line.length).equals(line) ? 0 : undefined;
    to = from + overlap;
  }
};

const sameAt = async (file: FileHandle, at: number, line: Buffer): Promise<boolean> => {
  const found = Buffer.allocUnsafe(line.length);
  const { bytesRead } = await file.read(found, 0, line.length, at);
  return bytesRead === line.length && found.equals(line);
};

/**
 * Rows are unique, as each names its place in the log: where the first that comes is found in the
 * file, those behind it come again too, until the file ends.
 */
export const writtenRows = async (
  path: string,
  pieceBytes = usualPieceBytes,
): Promise<WrittenRows> => {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  /** Where the next row stands if it comes again; undefined before the first has come. */
  let at: number | undefined;

  const compare = async (from: number, rows: readonly string[]): Promise<number> => {
    let place = from;
    for (const [index, row] of rows.entries()) {
      const line = Buffer.from(`${row}\n`);
      if (place >= size || !(await sameAt(file, place, line))) {
        at = size;
        return index;
      }
      place += line.length;
    }
    at = place;
    return rows.length;
  };

  return {
    countKnown: async (rows) => {
      const [first] = rows;
      if (first === undefined || size === 0) return 0;
      at ??= (await lastPlaceOf(file, size, Buffer.from(`${first}\n`), pieceBytes)) ?? size;
      return at >= size ? 0 : compare(at, rows);
    },
    close: () => file.close(),
  };
};
