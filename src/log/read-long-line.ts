import type { FileHandle } from 'node:fs/promises';
import { isBlank } from '../event/line.ts';
import { oversize, rawLimit, rawText, type Rejection } from '../event/reject.ts';
import { readFully } from './read-bytes.ts';

/** A line that is too long to hold: undefined where it is nothing but white space. */
export interface LongLine {
  readonly rejection: (Rejection & { readonly raw: string }) | undefined;
  /** The offset behind its LF. */
  readonly next: number;
}

const lineFeed = 10;
const carriageReturn = 13;
const pieceBytes = 131_072;
/** `rawText` cuts at its limit, and looks at the whole of the character there. */
const headBytes = rawLimit + 4;

/** Nothing while the end is not there; `anew` where what was seen of the line may be gone. */
export type Look = LongLine | 'anew' | undefined;

/**
 * Follows the line that begins at `start`, however long, and keeps but its head. `look` goes on
 * where the last look ended, up to byte `limit`, and gives the line when its LF is there.
 */
export const longLineAt = (
  file: FileHandle,
  start: number,
): { readonly look: (limit: number) => Promise<Look> } => {
  let at = start;
  let head = Buffer.alloc(0);
  let lastByte = 0;
  let blank = true;
  /** An end of the file was met: a writer may have cut off what stood there and written anew. */
  let interrupted = false;

  const take = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (head.length < headBytes) {
      head = Buffer.concat([head, bytes.subarray(0, headBytes - head.length)]);
    }
    blank &&= isBlank(bytes);
    lastByte = bytes.at(-1) ?? 0;
  };

  const follow = async (limit: number): Promise<LongLine | undefined> => {
    const piece = Buffer.allocUnsafe(pieceBytes);
    while (at < limit) {
      const filled = await readFully(file, piece, Math.min(pieceBytes, limit - at), at);
      if (filled === 0) break;
      const end = piece.subarray(0, filled).indexOf(lineFeed);
      take(piece.subarray(0, end < 0 ? filled : end));
      at += end < 0 ? filled : end;
      if (end < 0) continue;
      const size = at - start - (lastByte === carriageReturn ? 1 : 0);
      return {
        rejection: blank ? undefined : { ...oversize(size), raw: rawText(head) },
        next: at + 1,
      };
    }
    return undefined;
  };

  return {
    look: async (limit) => {
      if (limit < at) return 'anew';
      const found = await follow(limit);
      if (found !== undefined && interrupted) return 'anew';
      interrupted = true;
      return found;
    },
  };
};
