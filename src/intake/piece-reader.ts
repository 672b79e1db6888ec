import { isBlank } from '../event/line.ts';
import type { ByteSource } from './byte-source.ts';
import { headBytes, markLength } from './lines.ts';

/** A line too long for a piece. */
export interface LongLine {
  /** Its length without line end, and its first bytes. */
  readonly size: number;
  readonly head: Uint8Array;
  /** True where it is nothing but white space. */
  readonly blank: boolean;
}

/** What was read: whole lines at the start of the target, or one line that is too long. */
export type ReadPiece =
  | {
      readonly kind: 'lines';
      /** Where the lines start: behind a byte-order mark; and where they end, line feed included. */
      readonly from: number;
      readonly to: number;
      /** Bytes of the source. */
      readonly bytes: number;
    }
  | ({ readonly kind: 'long'; readonly bytes: number } & LongLine)
  | { readonly kind: 'end' };

const lineFeed = 10;
const carriageReturn = 13;

/** Cuts the bytes of a source into pieces of whole lines. */
export interface PieceReader {
  /** Reads the next piece into the target, whose last byte is kept for a missing line feed. */
  read(target: Uint8Array): Promise<ReadPiece>;
}

/** A reader of one source from its start. */
export const createPieceReader = (source: ByteSource): PieceReader => {
  /** The start of a line whose end was not read yet. */
  let carry: Uint8Array = new Uint8Array();
  let atStart = true;
  let atEnd = false;

  const readMore = async (target: Uint8Array): Promise<number> => {
    if (atEnd) return 0;
    const bytes = await source.readInto(target);
    atEnd = bytes === 0;
    return bytes;
  };

  /** The target is full of the start of one line: reads on to its end. */
  const readLongLine = async (buffer: Uint8Array, mark: number): Promise<ReadPiece> => {
    const head = buffer.slice(mark, mark + headBytes);
    let blank = isBlank(buffer.subarray(mark));
    let last = buffer.at(-1);
    let bytes = buffer.length;
    for (;;) {
      const got = await readMore(buffer);
      if (got === 0) break;
      const found = buffer.subarray(0, got).indexOf(lineFeed);
      const end = found < 0 ? got : found;
      blank &&= isBlank(buffer.subarray(0, end));
      if (end > 0) last = buffer[end - 1];
      bytes += end;
      if (found < 0) continue;
      carry = buffer.slice(found + 1, got);
      const size = bytes - mark - (last === carriageReturn ? 1 : 0);
      return { kind: 'long', size, head, blank, bytes: bytes + 1 };
    }
    const size = bytes - mark - (last === carriageReturn ? 1 : 0);
    return { kind: 'long', size, head, blank, bytes };
  };

  return {
    async read(target) {
      const capacity = target.length - 1;
      target.set(carry);
      let length = carry.length;
      carry = new Uint8Array();
      while (length < capacity) {
        const got = await readMore(target.subarray(length, capacity));
        if (got === 0) break;
        length += got;
      }
      if (length === 0) return { kind: 'end' };
      const from = atStart ? markLength(target.subarray(0, length)) : 0;
      atStart = false;
      if (atEnd) {
        const isEnded = target[length - 1] === lineFeed;
        if (!isEnded) target[length] = lineFeed;
        return { kind: 'lines', from, to: isEnded ? length : length + 1, bytes: length };
      }
      const end = target.subarray(0, length).lastIndexOf(lineFeed) + 1;
      if (end === 0) return readLongLine(target.subarray(0, length), from);
      carry = target.slice(end, length);
      return { kind: 'lines', from, to: end, bytes: end };
    },
  };
};
