import { open, type FileHandle } from 'node:fs/promises';

const lineFeed = 10;
/** How far back rows may come again: those of many commits. */
const tailBytes = 16_777_216;

/** The rows at the end of the file that come again when a stream starts after a crash. */
export interface WrittenRows {
  /** How many of the rows, from the first, the file has already. */
  readonly countKnown: (rows: readonly string[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Where the line begins in the file, the last such place; undefined where it is not in the tail. */
const lastPlaceOf = async (
  file: FileHandle,
  size: number,
  line: Buffer,
): Promise<number | undefined> => {
  const from = Math.max(0, size - tailBytes);
  const tail = Buffer.allocUnsafe(size - from);
  const { bytesRead } = await file.read(tail, 0, tail.length, from);
  const read = tail.subarray(0, bytesRead);
  for (let at = read.lastIndexOf(line); at >= 0; at = read.lastIndexOf(line, at - 1)) {
    if (from + at === 0 || read[at - 1] === lineFeed) return from + at;
    if (at === 0) return undefined;
  }
  return undefined;
};

const sameAt = async (file: FileHandle, at: number, line: Buffer): Promise<boolean> => {
  const found = Buffer.allocUnsafe(line.length);
  const { bytesRead } = await file.read(found, 0, line.length, at);
  return bytesRead === line.length && found.equals(line);
};

/**
 * Rows are unique, as each names its place in the log: where the first that comes is found near
 * the end, those behind it come again too, until the file ends.
 */
export const writtenRows = async (path: string): Promise<WrittenRows> => {
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
      at ??= (await lastPlaceOf(file, size, Buffer.from(`${first}\n`))) ?? size;
      return at >= size ? 0 : compare(at, rows);
    },
    close: () => file.close(),
  };
};
