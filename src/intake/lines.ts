import { maxEventBytes } from '../event/reject.ts';
import { isBlank } from '../event/line.ts';

/** One line that is not blank, without its line end. */
export type Line =
  | { readonly position: number; readonly bytes: Uint8Array }
  /** A line too long to hold: its length and its first bytes. */
  | { readonly position: number; readonly size: number; readonly head: Uint8Array };

/**
 * Cuts chunks into lines. Only LF ends a line, a CR before it belongs to the end; blank lines
 * count for positions alone.
 */
export interface LineSplitter {
  /** The lines that end in this chunk; they are valid until the next call. */
  push(chunk: Uint8Array): readonly Line[];
  /** The last line, where it lacks its line end. */
  end(): readonly Line[];
}

const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** More than `rawText` looks at. */
export const headBytes = 8192;
/** A line, a byte-order mark before it, a CR after it. */
const heldBytes = maxEventBytes + byteOrderMark.length + 1;

/** Length of the byte-order mark that the bytes start with, or 0. */
export const markLength = (bytes: Uint8Array): number =>
  byteOrderMark.equals(bytes.subarray(0, byteOrderMark.length)) ? byteOrderMark.length : 0;

/** A splitter for one source: positions are line numbers from 1. */
export const createLineSplitter = (): LineSplitter => {
  let position = 0;
  let held = Buffer.alloc(0);
  /** Of the bytes that were dropped after `held`: how many, the last, and whether all are blank. */
  let dropped = 0;
  let lastByte = 0;
  let droppedBlank = true;

  const hold = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    const room = heldBytes - held.length;
    if (room > 0) held = Buffer.concat([held, bytes.subarray(0, room)]);
    if (bytes.length <= room) return;
    dropped += bytes.length - room;
    droppedBlank &&= isBlank(bytes.subarray(room));
    lastByte = bytes.at(-1) ?? 0;
  };

  const wholeLine = (bytes: Uint8Array): readonly Line[] => {
    position += 1;
    const from = position === 1 ? markLength(bytes) : 0;
    const to = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
    const line = { position, bytes: bytes.subarray(from, Math.max(from, to)) };
    return isBlank(line.bytes) ? [] : [line];
  };

  const longLine = (): readonly Line[] => {
    position += 1;
    const from = position === 1 ? markLength(held) : 0;
    const size = held.length - from + dropped - (lastByte === carriageReturn ? 1 : 0);
    const head = held.subarray(from, from + headBytes);
    return droppedBlank && isBlank(held.subarray(from)) ? [] : [{ position, size, head }];
  };

  const heldLine = (): readonly Line[] => {
    const line = dropped > 0 ? longLine() : wholeLine(held);
    held = Buffer.alloc(0);
    dropped = 0;
    droppedBlank = true;
    return line;
  };

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const lines: Line[] = [];
      let from = 0;
      for (;;) {
        const end = bytes.indexOf(lineFeed, from);
        if (end < 0) break;
        if (held.length === 0) {
          lines.push(...wholeLine(bytes.subarray(from, end)));
        } else {
          hold(bytes.subarray(from, end));
          lines.push(...heldLine());
        }
        from = end + 1;
      }
      hold(bytes.subarray(from));
      return lines;
    },
    end: () => (held.length === 0 ? [] : heldLine()),
  };
};
