import { open } from 'node:fs/promises';
import { unwritableFile } from '../../error.ts';
import type { RejectedRow } from '../../event/reject.ts';

/** Where rejected events go; rows are kept in the order of the calls. */
export interface RejectedWriter {
  /** Resolves when the rows may be forgotten: wait for it, and memory stays bounded. */
  write(rows: readonly RejectedRow[]): Promise<void>;
  /** Writes what is left and returns what the file holds. */
  close(): Promise<{ readonly rows: number; readonly bytes: number }>;
}

/** Characters that are gathered before they are written. */
const partLength = 1 << 18;

/** A rejected event as JSON, without line end. */
export const rejectedLine = ({ source, position, reason, detail, raw }: RejectedRow): string =>
  JSON.stringify({ source, position, reason, detail, raw });

/**
 * Makes a new file of rejected events, NDJSON of `{source, position, reason, detail, raw}`; it is
 * there, and empty, also when nothing is rejected.
 * @throws TonearmError OUTPUT_UNWRITABLE, as do `write` and `close`
 */
export const createRejectedWriter = async (path: string): Promise<RejectedWriter> => {
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw unwritableFile(path, cause);
    }
  };

  const file = await guarded(() => open(path, 'wx'));
  let part = '';
  let rows = 0;
  let bytes = 0;
  let last: Promise<void> = Promise.resolve();

  const flush = async (): Promise<void> => {
    const encoded = Buffer.from(part, 'utf8');
    part = '';
    await file.writeFile(encoded);
    bytes += encoded.length;
  };

  const append = async (more: readonly RejectedRow[]): Promise<void> => {
    for (const row of more) {
      part += `${rejectedLine(row)}\n`;
      rows += 1;
      if (part.length >= partLength) await flush();
    }
  };

  return {
    write: (more) => {
      // In turn, whether or not the caller waits; after a failure every later call fails as well.
      const done = last.then(() => guarded(() => append(more)));
      last = done;
      return done;
    },
    close: async () => {
      try {
        await last;
        await guarded(flush);
      } finally {
        await file.close();
      }
      return { rows, bytes };
    },
  };
};
