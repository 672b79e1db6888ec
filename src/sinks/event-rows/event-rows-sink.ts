import { unwritableFile } from '../../error.ts';
import { writeLines } from '../../log/write-lines.ts';
import { openPartitionWriter } from '../../log/write-partition.ts';
import type { RowSink } from '../row-sink.ts';
import { writtenRows } from './written-rows.ts';

export interface EventRowsOptions {
  readonly path: string;
  /** For messages; `file:PATH` unless told otherwise. */
  readonly name?: string;
}

/**
 * Appends rows to a file of NDJSON, which is made where it is not there; a torn last line is cut
 * off. Rows that come again after a crash are written once.
 * @throws TonearmError OUTPUT_UNWRITABLE, as do its methods
 */
export const openEventRows = async ({
  path,
  name = `file:${path}`,
}: EventRowsOptions): Promise<RowSink> => {
  const writer = await openPartitionWriter(path);
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw unwritableFile(path, cause);
    }
  };
  const written = await guarded(() => writtenRows(path));
  let failure: unknown;

  const append = async (rows: readonly string[]): Promise<void> => {
    await writeLines(writer, rows.slice(await written.countKnown(rows)));
    await writer.sync();
  };

  return {
    name,
    deliver: async (rows) => {
      // What a failed call has written is not known: only a new start may go on.
      if (failure !== undefined) throw failure;
      try {
        await guarded(() => append(rows));
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    close: async () => {
      await written.close();
      await writer.close();
    },
  };
};
