import { open } from 'node:fs/promises';
import { TonearmError } from '../../error.ts';
import { listPartitions, partitionPath, readLogId } from '../../log/layout.ts';
import { lastLineEnd } from '../../log/read-bytes.ts';
import { logMissing, unreadableLog } from '../../log/read-failure.ts';
import type { PartitionBounds, RecordSource, StartAt } from '../record-source.ts';
import { createLogReader } from './log-reader.ts';

export interface LogSourceOptions {
  readonly folder: string;
  /** For rejected rows and messages; `file:FOLDER` unless told otherwise. */
  readonly name?: string;
}

/** What a log that was made by hand has for an id. */
const unnamed = 'unnamed';

const boundsOf = async (folder: string, partition: number): Promise<PartitionBounds> => {
  const path = partitionPath(folder, partition);
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return { partition, first: 0, end: await lastLineEnd(file, size) };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadableLog(path, cause);
  }
};

const noTimes = (name: string): TonearmError =>
  new TonearmError('USAGE', `${name} cannot be read from a time on`, {
    facts: { source: name },
    hint: 'only Kafka knows the times of records: give --start earliest or latest',
  });

/**
 * The embedded log in a folder as a source; offsets are bytes.
 * @throws TonearmError INPUT_MISSING, INPUT_UNREADABLE, LOG_CORRUPT
 */
export const openLogSource = async ({
  folder,
  name = `file:${folder}`,
}: LogSourceOptions): Promise<RecordSource> => {
  const partitions = async (): Promise<readonly number[]> => {
    const found = await listPartitions(folder).catch((cause: unknown) => {
      throw unreadableLog(folder, cause);
    });
    if (found === undefined) throw logMissing(folder);
    return found;
  };
  await partitions();
  const identity = (await readLogId(folder)) ?? unnamed;

  const bounds = async (): Promise<readonly PartitionBounds[]> =>
    Promise.all((await partitions()).map((partition) => boundsOf(folder, partition)));

  return {
    name,
    identity,
    bounds,
    startingAt: async (start: StartAt) => {
      if (typeof start === 'object') throw noTimes(name);
      const found = await bounds();
      return new Map(
        found.map(({ partition, first, end }) => [partition, start === 'latest' ? end : first]),
      );
    },
    read: (options) => createLogReader(folder, options),
    close: () => Promise.resolve(),
  };
};
