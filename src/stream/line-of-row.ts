import { isBlank } from '../event/line.ts';
import type { RejectedLine } from '../intake/column-decoder.ts';

const lineFeed = 10;

/** A line of a chunk: its number from 0, blank ones counted, and its bytes without the line feed. */
export interface LineOfRow {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** Finds the lines of accepted rows; rows are asked for in ascending order. */
export const createLineFinder = (
  bytes: Uint8Array,
  rejected: readonly RejectedLine[],
): ((row: number) => LineOfRow) => {
  // Node searches a buffer faster than any other array of bytes.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refused = new Set(rejected.map(({ position }) => position - 1));
  let line = -1;
  let row = -1;
  let from = 0;
  let found: LineOfRow = { line: -1, bytes: bytes.subarray(0, 0) };
  return (wanted) => {
    while (row < wanted && from < bytes.length) {
      const end = buffer.indexOf(lineFeed, from);
      const to = end < 0 ? bytes.length : end;
      const text = bytes.subarray(from, to);
      line += 1;
      from = to + 1;
      if (refused.has(line) || isBlank(text)) continue;
      row += 1;
      found = { line, bytes: text };
    }
    return found;
  };
};
