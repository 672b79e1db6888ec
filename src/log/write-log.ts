import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TonearmError, unwritableFile } from '../error.ts';
import { listPartitions, nameFile, nameFileText, partitionPath, syncToDisk } from './layout.ts';
import { openPartitionWriter, type PartitionWriter } from './write-partition.ts';
import { lockForWriting } from './writer-lock.ts';

export interface LogWriterOptions {
  readonly folder: string;
  /** How many there shall be; undefined: as many as there are, 4 in a new log. */
  readonly partitions: number | undefined;
  /** Makes the id of a new log. */
  readonly newId: () => string;
}

export interface LogWriter {
  readonly partitions: readonly PartitionWriter[];
  close(): Promise<void>;
}

const newLogPartitions = 4;

const fewer = (folder: string, wanted: number, found: number): TonearmError =>
  new TonearmError('USAGE', `the log ${folder} has ${found} partitions, not ${wanted}`, {
    facts: { folder, partitions: found },
    hint: 'partitions can be added, but not taken away; leave --partitions out or name a new folder',
  });

const nameNewLog = async (folder: string, id: string): Promise<void> => {
  const staged = join(folder, `.${nameFile}.${process.pid}`);
  await writeFile(staged, nameFileText(id));
  await syncToDisk(staged);
  await rename(staged, join(folder, nameFile));
};

const openFiles = async (folder: string, count: number): Promise<readonly PartitionWriter[]> => {
  const files: PartitionWriter[] = [];
  try {
    // The last comes first, so that a log that was made in part is made whole the next time.
    for (let partition = count - 1; partition >= 0; partition -= 1) {
      files.unshift(await openPartitionWriter(partitionPath(folder, partition)));
    }
  } catch (error) {
    for (const file of files) await file.close();
    throw error;
  }
  return files;
};

const prepare = async (options: LogWriterOptions): Promise<readonly PartitionWriter[]> => {
  const { folder, partitions, newId } = options;
  const found = await listPartitions(folder);
  const last = found?.at(-1);
  const count = last === undefined ? 0 : last + 1;
  if (partitions !== undefined && partitions < count) throw fewer(folder, partitions, count);
  // A log without a name that has records stays so: its readers know it as that.
  if (count === 0) await nameNewLog(folder, newId());
  const files = await openFiles(folder, partitions ?? (count || newLogPartitions));
  await syncToDisk(folder);
  return files;
};

/**
 * Opens the log in a folder for appending, and makes what is missing of it. One process at a time.
 * @throws TonearmError OUTPUT_UNWRITABLE, STATE_IN_USE, USAGE
 */
export const openLogWriter = async (options: LogWriterOptions): Promise<LogWriter> => {
  const { folder } = options;
  try {
    await mkdir(folder, { recursive: true });
    const release = await lockForWriting(folder);
    try {
      const partitions = await prepare(options);
      return {
        partitions,
        close: async () => {
          for (const file of partitions) await file.close();
          await release();
        },
      };
    } catch (error) {
      await release();
      throw error;
    }
  } catch (cause) {
    throw unwritableFile(folder, cause);
  }
};
