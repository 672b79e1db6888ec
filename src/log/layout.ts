import { open, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TonearmError } from '../error.ts';

/*
 * The embedded log `file:DIR`: one file of lines per partition, only ever appended to; the offset
 * of a record is the byte at which its line begins. `log.json` names the log; a log that was made
 * by hand does without. What does not end in LF is no record yet.
 */

/** The file that names a log. */
export const nameFile = 'log.json';

const partitionFile = /^partition-(0|[1-9]\d{0,5})\.ndjson$/;

export const partitionPath = (folder: string, partition: number): string =>
  join(folder, `partition-${partition}.ndjson`);

const orMissing = async <T>(look: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
};

/**
 * Numbers of the partitions that are there, ascending; undefined where the folder is missing.
 * Throws what the file system throws.
 */
export const listPartitions = async (folder: string): Promise<readonly number[] | undefined> => {
  const names = await orMissing(() => readdir(folder));
  return names
    ?.flatMap((name) => partitionFile.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
};

const damaged = (path: string, cause?: unknown): TonearmError =>
  new TonearmError('LOG_CORRUPT', `${path} does not name a log`, {
    facts: { path },
    cause,
    hint: 'restore the file, or remove it: the log is then one without a name',
  });

/** The id of the log, from `log.json`; undefined for one made by hand. @throws TonearmError LOG_CORRUPT */
export const readLogId = async (folder: string): Promise<string | undefined> => {
  const path = join(folder, nameFile);
  const text = await orMissing(() => readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, cause);
  }
  if (typeof content === 'object' && content !== null && 'id' in content) {
    if (typeof content.id === 'string' && content.id !== '') return content.id;
  }
  throw damaged(path);
};

/** What `log.json` holds for a log of this id. */
export const nameFileText = (id: string): string => `${JSON.stringify({ id, version: 1 })}\n`;

/** Waits until the disk has what was written to a file, or the names in a folder. */
export const syncToDisk = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};
