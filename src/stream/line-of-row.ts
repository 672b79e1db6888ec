import { isBlank } from '../event/line.ts';
import type { RejectedLine } from '../intake/column-decoder.ts';

const lineFeed = 10;
const space = 32;

/** A line of a chunk: its number from 0, blank ones counted, and its bytes without the line feed. */
export interface LineOfRow {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** Places in the array that `seek` moves: a line, its row, where it begins and where it ends. */
const line = 0;
const row = 1;
const start = 2;
const end = 3;

/** Moves on to the line of a row; a loop over arrays alone, see `judgeRows`. */
const seek = (
  buffer: Buffer,
  refused: ReadonlySet<number>,
  place: Int32Array,
  wanted: number,
): void => {
  const { length } = buffer;
  let atLine = place[line] as number;
  let atRow = place[row] as number;
  let from = place[start] as number;
  let to = place[end] as number;
  while (atRow < wanted && to + 1 < length) {
    from = to + 1;
    const found = buffer.indexOf(lineFeed, from);
    to = found < 0 ? length : found;
    atLine += 1;
    if (refused.has(atLine)) continue;
    // Most lines tell by their first byte that they are not blank.
    if ((buffer[from] as number) > space || !isBlank(buffer.subarray(from, to))) atRow += 1;
  }
  place.set([atLine, atRow, from, to]);
};

/** Finds the lines of accepted rows; rows are asked for in ascending order. */
export const createLineFinder = (
  bytes: Uint8Array,
  rejected: readonly Pick<RejectedLine, 'position'>[],
): ((row: number) => LineOfRow) => {
  // Node searches a buffer faster than any other array of bytes.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refused = new Set(rejected.map(({ position }) => position - 1));
  const place = Int32Array.of(-1, -1, 0, -1);
  return (wanted) => {
    seek(buffer, refused, place, wanted);
    return { line: place[line] as number, bytes: bytes.subarray(place[start], place[end]) };
  };
};
