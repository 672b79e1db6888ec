import { maxEventBytes } from '../event/reject.ts';

const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Length of the byte-order mark at the start of the bytes, or 0. */
export const markLength = (bytes: Buffer): number =>
  byteOrderMark.equals(bytes.subarray(0, byteOrderMark.length)) ? byteOrderMark.length : 0;

/** Whole lines at the start of a stretch of a log. */
export interface WholeLines {
  /** Where they end, behind the last LF. */
  readonly end: number;
  /** The line that begins there is longer than an event may be, as far as the stretch shows. */
  readonly long: boolean;
}

/** The line that begins at `start` is too long, and has a byte after what it may have. */
const isLong = (bytes: Buffer, start: number, to: number): boolean => {
  const limit = start + maxEventBytes;
  if (to <= limit + 1) return false;
  return bytes[limit] !== carriageReturn || bytes[limit + 1] !== lineFeed;
};

/**
 * Finds the whole lines of `bytes` from `from`, a line's start, to `to`, and stops before one that
 * is longer than an event may be. Looks at one line in 64 KiB, not at each.
 */
export const wholeLines = (bytes: Buffer, from: number, to: number): WholeLines => {
  let start = from;
  while (start < to) {
    const reach = Math.min(start + maxEventBytes, to - 1);
    const last = bytes.lastIndexOf(lineFeed, reach);
    if (last >= start) {
      start = last + 1;
    } else if (isLong(bytes, start, to)) {
      return { end: start, long: true };
    } else if (bytes[reach + 1] === lineFeed && reach + 1 < to) {
      start = reach + 2;
    } else {
      break;
    }
  }
  return { end: start, long: false };
};

/** Where the last line that begins before `most` ends, at least one: `from` to `to` are whole lines. */
export const cutLines = (bytes: Buffer, from: number, to: number, most: number): number => {
  if (to - from <= most) return to;
  const last = bytes.lastIndexOf(lineFeed, from + most - 1);
  return last >= from ? last + 1 : bytes.indexOf(lineFeed, from) + 1;
};

/** Offsets of lines, found when they are asked for: `base` is that of the first byte. */
export const lineOffsets = (bytes: Buffer, base: number): ((line: number) => number) => {
  const starts = [0];
  return (line) => {
    while (starts.length <= line) {
      const end = bytes.indexOf(lineFeed, starts.at(-1));
      if (end < 0) throw new RangeError(`no line ${line} in these ${bytes.length} bytes`);
      starts.push(end + 1);
    }
    return base + (starts[line] ?? 0);
  };
};
