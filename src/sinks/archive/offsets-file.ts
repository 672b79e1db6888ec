import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TonearmError } from '../../error.ts';
import type { ArchiveDisk } from './disk.ts';

export const offsetsFile = '_archive.json';

/** The log that an archive is of. */
export interface ArchivedLog {
  /** Its address. */
  readonly source: string;
  /** Tells logs of one address apart. */
  readonly identity: string;
}

export interface ArchiveOffsets extends ArchivedLog {
  /** Per partition the offset where archiving goes on. */
  readonly next: ReadonlyMap<number, number>;
}

const version = 1;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): ArchiveOffsets | undefined => {
  const content: unknown = JSON.parse(text);
  if (!isRecord(content) || content['version'] !== version) return undefined;
  const { source, identity, next } = content;
  if (typeof source !== 'string' || typeof identity !== 'string' || !isRecord(next))
    return undefined;
  const pairs = Object.entries(next).map(([key, at]) => [Number(key), Number(at)] as const);
  const isSound = pairs.every(
    ([partition, at]) => Number.isSafeInteger(partition) && Number.isSafeInteger(at),
  );
  return isSound ? { source, identity, next: new Map(pairs) } : undefined;
};

const damaged = (path: string, cause?: unknown): TonearmError =>
  new TonearmError('STATE_DAMAGED', `the offsets of the archive cannot be read: ${path}`, {
    facts: { path },
    cause,
    hint: 'restore the file, or archive the log anew in another folder: --archive FOLDER',
  });

/** Undefined where there is no such file. @throws TonearmError STATE_DAMAGED */
export const readOffsets = async (folder: string): Promise<ArchiveOffsets | undefined> => {
  const path = join(folder, offsetsFile);
  let offsets: ArchiveOffsets | undefined;
  try {
    offsets = parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw damaged(path, cause);
  }
  if (offsets === undefined) throw damaged(path);
  return offsets;
};

/** Replaces the file as a whole; it is on the disk then. Throws what the file system throws. */
export const writeOffsets = async (
  disk: ArchiveDisk,
  folder: string,
  { source, identity, next }: ArchiveOffsets,
): Promise<void> => {
  const path = join(folder, offsetsFile);
  const content = { generator: 'tonearm', version, source, identity };
  const sorted = Object.fromEntries([...next].toSorted(([a], [b]) => a - b));
  await disk.write(`${path}.new`, `${JSON.stringify({ ...content, next: sorted }, null, 2)}\n`);
  await disk.sync(`${path}.new`);
  await disk.rename(`${path}.new`, path);
  await disk.sync(folder);
};
