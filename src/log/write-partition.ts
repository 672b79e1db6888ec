import { open } from 'node:fs/promises';
import { unwritableFile } from '../error.ts';
import { cutTornLine } from './write-tail.ts';

/** Appends lines to the file of one partition. */
export interface PartitionWriter {
  /** Takes the line that `bytes` hold from `from` to before `to`, without its end. */
  add(bytes: Uint8Array, from: number, to: number): void;
  /** Bytes that were added and not yet handed on. */
  buffered(): number;
  /** Hands what was added to the system; more may be added meanwhile. After a failure all fail. */
  write(): Promise<void>;
  /** Waits until the disk has what was written. */
  sync(): Promise<void>;
  /** Closes the file; what was not written is lost. */
  close(): Promise<void>;
}

const lineFeed = 10;
const firstRoom = 1 << 17;

/** Opens or makes the file; a torn last line is cut off. @throws TonearmError OUTPUT_UNWRITABLE, as its methods do */
export const openPartitionWriter = async (path: string): Promise<PartitionWriter> => {
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw unwritableFile(path, cause);
    }
  };

  const file = await guarded(() => open(path, 'a+'));
  let size = await guarded(() => cutTornLine(file));
  let synced = size;
  let lines: Buffer = Buffer.allocUnsafe(firstRoom);
  let used = 0;
  let spare: Buffer | undefined;
  let last: Promise<void> = Promise.resolve();

  const append = async (bytes: Buffer, count: number): Promise<void> => {
    try {
      for (let at = 0; at < count;) at += (await file.write(bytes, at, count - at)).bytesWritten;
    } catch (cause) {
      // Readers see whole lines only, the next writer would cut: this is for tidiness.
      await file.truncate(size).catch(() => undefined);
      throw cause;
    }
    size += count;
    spare = bytes;
  };

  const write = (): Promise<void> => {
    if (used === 0) return last;
    const bytes = lines;
    const count = used;
    lines = spare ?? Buffer.allocUnsafe(bytes.length);
    spare = undefined;
    used = 0;
    last = last.then(() => guarded(() => append(bytes, count)));
    return last;
  };

  return {
    add: (bytes, from, to) => {
      const end = used + to - from;
      if (end >= lines.length) {
        const larger = Buffer.allocUnsafe(Math.max(end + 1, lines.length * 2));
        lines.copy(larger, 0, 0, used);
        lines = larger;
      }
      lines.set(bytes.subarray(from, to), used);
      lines[end] = lineFeed;
      used = end + 1;
    },
    buffered: () => used,
    write,
    sync: () =>
      guarded(async () => {
        if (synced === size) return;
        await file.datasync();
        synced = size;
      }),
    close: () => file.close(),
  };
};
