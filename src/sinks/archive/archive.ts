import { readdir } from 'node:fs/promises';
import { TonearmError, unwritableFile } from '../../error.ts';
import { lockForWriting } from '../../log/writer-lock.ts';
import { type ArchiveDisk, systemDisk } from './disk.ts';
import { removeLeftovers } from './leftovers.ts';
import { type ArchivedLog, offsetsFile, readOffsets, writeOffsets } from './offsets-file.ts';
import { rangeOfRoll, type Roll } from './roll.ts';
import { writeRoll } from './write-roll.ts';

/**
 * The accepted events of a log as Parquet files by day and hour of event time, with the fields of
 * the event, `partition` and `offset` as columns. Copies of an event in one roll are written once;
 * copies in two rolls may both be there, and a batch over the archive takes them out.
 */
export interface Archive {
  /** Per partition the offset where archiving goes on; empty for a new archive. */
  readonly next: ReadonlyMap<number, number>;
  /** Keeps where a new archive begins. @throws TonearmError OUTPUT_UNWRITABLE */
  begin(from: ReadonlyMap<number, number>): Promise<void>;
  /**
   * Writes a roll, and moves the offset on when its files are on the disk: a crash before that
   * leaves files which the next one to open the archive removes.
   * @throws TonearmError OUTPUT_UNWRITABLE
   */
  write(roll: Roll): Promise<void>;
  close(): Promise<void>;
}

export interface ArchiveOptions extends ArchivedLog {
  readonly folder: string;
  readonly disk?: ArchiveDisk;
}

const inUse = (folder: string, cause: unknown): unknown =>
  cause instanceof TonearmError && cause.code === 'STATE_IN_USE'
    ? new TonearmError('STATE_IN_USE', `another process writes to the archive ${folder}`, {
        facts: { folder },
        cause,
        hint: 'stop that process, or give this stream a folder of its own with --archive',
      })
    : unwritableFile(folder, cause);

const foreign = (folder: string): TonearmError =>
  new TonearmError('OUTPUT_FOREIGN', `${folder} holds files but no archive`, {
    facts: { folder },
    hint: 'give a new or empty folder with --archive',
  });

const otherLog = (folder: string, stored: ArchivedLog, wanted: ArchivedLog): TonearmError =>
  new TonearmError('STATE_MISMATCH', `the archive ${folder} is of another log: ${stored.source}`, {
    facts: { folder, archived: stored.source, source: wanted.source },
    hint:
      stored.source === wanted.source
        ? 'the log was made anew: archive it in another folder with --archive'
        : 'give this log a folder of its own with --archive',
  });

/**
 * Opens the archive in a folder, which one process at a time may do, or makes a new one.
 * @throws TonearmError STATE_IN_USE, STATE_MISMATCH, STATE_DAMAGED, OUTPUT_FOREIGN, OUTPUT_UNWRITABLE
 */
export const openArchive = async (options: ArchiveOptions): Promise<Archive> => {
  const { folder, source, identity, disk = systemDisk() } = options;
  const inWords = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw unwritableFile(folder, cause);
    }
  };
  const next = new Map<number, number>();

  const commit = async (moved: ReadonlyMap<number, number>): Promise<void> => {
    await writeOffsets(disk, folder, { source, identity, next: new Map([...next, ...moved]) });
    for (const [partition, offset] of moved) next.set(partition, offset);
  };

  const goOn = async (): Promise<void> => {
    const stored = await readOffsets(folder);
    if (stored === undefined) {
      const others = (await readdir(folder)).filter(
        (name) => !name.startsWith('writer-') && name !== `${offsetsFile}.new`,
      );
      if (others.length > 0) throw foreign(folder);
      await commit(next);
      return;
    }
    if (stored.source !== source || stored.identity !== identity) {
      throw otherLog(folder, stored, { source, identity });
    }
    await removeLeftovers(disk, folder, stored.next);
    for (const [partition, offset] of stored.next) next.set(partition, offset);
  };

  await inWords(() => disk.makeFolder(folder));
  const release = await lockForWriting(folder).catch((cause: unknown) => {
    throw inUse(folder, cause);
  });
  try {
    await inWords(goOn);
  } catch (error) {
    await release();
    throw error;
  }

  return {
    next,
    begin: (from) => inWords(() => commit(from)),
    write: (roll) =>
      inWords(async () => {
        const range = rangeOfRoll(roll);
        if (range !== undefined) await writeRoll(disk, folder, roll, range);
        await commit(new Map([[roll.partition, roll.next]]));
      }),
    close: release,
  };
};
