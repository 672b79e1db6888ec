import { fstatSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Rejection } from '../event/reject.ts';
import { readFully } from './read-bytes.ts';
import { logReplaced, logTruncated, notALineStart, unreadableLog } from './read-failure.ts';
import { cutLines, lineOffsets, markLength, wholeLines } from './read-lines.ts';
import { type LongLine, longLineAt } from './read-long-line.ts';

/** A stretch of one partition. */
export interface LogPiece {
  /** Whole lines. */
  readonly bytes: Uint8Array;
  /** The offset of a line of `bytes`, from 0. */
  readonly offsetOf: (line: number) => number;
  /** A line behind `bytes` that is too long. */
  readonly refused: readonly (Rejection & { readonly offset: number; readonly raw: string })[];
  /** The first offset behind all that. */
  readonly next: number;
}

/** Reads one file of a log from an offset on, piece by piece, and ahead. */
export interface PartitionReader {
  /** Gets ready what is there, read in stretches of about `wanted` bytes; what was taken before is no longer valid. */
  readonly prepare: (wanted: number) => Promise<void>;
  /** How many bytes are ready; 1 where there is but something to tell, 0 for nothing. */
  readonly ready: () => number;
  /** Hands out lines of about `most` bytes, at least one; valid until the next `prepare`. */
  readonly take: (most: number) => LogPiece;
  /** Begins to read on. */
  readonly readAhead: (wanted: number) => void;
  /** Where the last whole line ends, as last seen; of lines that were not read yet, the size of the file. */
  readonly end: () => number;
  /** Everything before the limit was handed out. */
  readonly isDone: () => boolean;
  readonly close: () => Promise<void>;
}

interface Stretch {
  readonly bytes: Buffer;
  /** What is left of whole lines in `bytes`. */
  readonly from: number;
  readonly to: number;
  /** The offset of the first byte of `bytes`. */
  readonly base: number;
  readonly refused: LogPiece['refused'];
  readonly next: number;
}

const lineFeed = 10;
const leastBytes = 131_072;
const mostBytes = 8_388_608;

const stretchSize = (wanted: number): number => Math.min(mostBytes, Math.max(leastBytes, wanted));

/** The buffer itself where it fits without waste, else a new one. */
const fitting = (buffer: Buffer, length: number): Buffer => {
  const needed = Math.max(leastBytes, length);
  return buffer.length >= needed && buffer.length <= 4 * needed
    ? buffer
    : Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(needed)));
};

const nothing = (offset: number): Stretch => ({
  bytes: Buffer.alloc(0),
  from: 0,
  to: 0,
  base: offset,
  refused: [],
  next: offset,
});

/**
 * Opens the file for reading from `from`, the start of a line, up to `until`.
 * @throws TonearmError INPUT_UNREADABLE; LOG_TRUNCATED, LOG_CORRUPT and LOG_REPLACED when reading
 */
export const openPartition = async (
  path: string,
  from: number,
  until = Number.POSITIVE_INFINITY,
): Promise<PartitionReader> => {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadableLog(path, cause);
  });
  const opened = fstatSync(file.fd);
  /** Handed out up to here. */
  let taken = from;
  /** Read up to here, always the start of a line. */
  let position = from;
  let end = from;
  let sizeSeen = -1;
  let current = nothing(from);
  let spare: Buffer = Buffer.alloc(0);
  let ahead: Promise<Stretch> | undefined;
  let long: ReturnType<typeof longLineAt> | undefined;

  /** The size of the file. */
  const look = (): number => {
    const { size } = fstatSync(file.fd);
    const least = until === Number.POSITIVE_INFINITY ? position : Math.max(position, until);
    if (size < least) throw logTruncated(path, least, size);
    if (size !== sizeSeen) {
      sizeSeen = size;
      end = Math.max(end, size);
    }
    return size;
  };

  const checkSame = (): void => {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now?.ino !== opened.ino || now.dev !== opened.dev) throw logReplaced(path);
  };

  const longStretch = (start: number, { rejection, next }: LongLine): Stretch => ({
    ...nothing(start),
    refused: rejection === undefined ? [] : [{ offset: start, ...rejection }],
    next,
  });

  const followLong = async (wanted: number, size: number): Promise<Stretch> => {
    long ??= longLineAt(file, position);
    const line = await long.look(Math.min(size, until));
    if (line === 'anew') {
      long = undefined;
      return load(wanted, size);
    }
    if (line === undefined) {
      if (size <= until) end = position;
      return nothing(position);
    }
    const stretch = longStretch(position, line);
    long = undefined;
    position = line.next;
    return stretch;
  };

  /** Reads from `position` on into the spare buffer. */
  const load = async (wanted: number, size: number): Promise<Stretch> => {
    if (long !== undefined) return followLong(wanted, size);
    // What stands before a line is read with it: it must be the end of a line, or the mark.
    const before = position <= 3 ? position : 1;
    const length = Math.max(0, Math.min(size, until) - position);
    spare = fitting(spare, before + Math.min(length, stretchSize(wanted)));
    const most = before + Math.min(length, spare.length - before);
    const filled = await readFully(file, spare, most, position - before);
    const marked = position <= 3 ? markLength(spare.subarray(0, filled)) : 0;
    if (before > 0 && before !== marked && (filled < before || spare[before - 1] !== lineFeed)) {
      throw notALineStart(path, position);
    }
    const start = Math.max(before, marked);
    const lines = wholeLines(spare, start, filled);
    const base = position - before;
    position = base + lines.end;
    if (lines.long && lines.end === start) return followLong(wanted, size);
    if (!lines.long && base + filled >= size) end = position;
    return { bytes: spare, from: start, to: lines.end, base, refused: [], next: position };
  };

  const hasMore = (size: number): boolean => position < Math.min(size, until);

  const ready = (): number => (current.next === taken ? 0 : Math.max(1, current.to - current.from));

  /** The buffer of the stretch before becomes the spare one, or stays where this one has none. */
  const use = (stretch: Stretch): void => {
    if (stretch.bytes === spare) spare = current.bytes;
    current = stretch.bytes.length === 0 ? { ...stretch, bytes: current.bytes } : stretch;
  };

  return {
    prepare: async (wanted) => {
      if (ready() > 0) return;
      if (ahead !== undefined) {
        const stretch = await ahead;
        ahead = undefined;
        use(stretch);
        if (ready() > 0) return;
      }
      const first = sizeSeen < 0;
      const size = look();
      if (hasMore(size) || first) use(await load(wanted, size));
      if (ready() === 0) checkSame();
    },
    ready,
    take: (most) => {
      const { bytes, from, to, base } = current;
      const cut = cutLines(bytes, from, to, most);
      const last = cut === to;
      taken = last ? current.next : base + cut;
      const piece = bytes.subarray(from, cut);
      const { refused } = current;
      current = { ...current, from: cut, refused: last ? [] : refused };
      return {
        bytes: piece,
        offsetOf: lineOffsets(piece, base + from),
        refused: last ? refused : [],
        next: taken,
      };
    },
    readAhead: (wanted) => {
      if (ahead !== undefined) return;
      const size = look();
      if (!hasMore(size)) return;
      ahead = load(wanted, size);
      // Whoever waits for it gets the failure.
      ahead.catch(() => undefined);
    },
    end: () => end,
    isDone: () => taken >= until,
    close: async () => {
      await ahead?.catch(() => undefined);
      await file.close();
    },
  };
};
