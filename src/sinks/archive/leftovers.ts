import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TonearmError } from '../../error.ts';
import type { ArchiveDisk } from './disk.ts';
import { isDateFolder, isHourFolder, rangeOf, rollFile, type RollRange } from './layout.ts';

interface FoundFile {
  readonly path: string;
  readonly range: RollRange;
  readonly isStaged: boolean;
}

const filesOf = async (folder: string): Promise<readonly FoundFile[]> => {
  const found: FoundFile[] = [];
  for (const date of (await readdir(folder)).filter(isDateFolder)) {
    for (const hour of (await readdir(join(folder, date))).filter(isHourFolder)) {
      const path = join(folder, date, hour);
      for (const name of await readdir(path)) {
        const known = rangeOf(name);
        if (known !== undefined) found.push({ path: join(path, name), ...known });
      }
    }
  }
  return found;
};

const olderOffsets = (folder: string, partition: number): TonearmError =>
  new TonearmError(
    'STATE_DAMAGED',
    `the archive ${folder} has more files than its _archive.json knows of partition ${partition}`,
    {
      facts: { folder, partition },
      hint: 'restore the newest _archive.json, or archive the log anew in another folder: --archive FOLDER',
    },
  );

/**
 * Removes what a crash has left: files that were not whole, and those of a roll whose offset was
 * not moved on. A partition has at most one such roll; where there are more, the offsets are older
 * than the files, which are then left alone.
 * @throws TonearmError STATE_DAMAGED, and what the file system throws
 */
export const removeLeftovers = async (
  disk: ArchiveDisk,
  folder: string,
  next: ReadonlyMap<number, number>,
): Promise<void> => {
  const left = (await filesOf(folder)).filter(
    ({ range, isStaged }) => isStaged || range.first >= (next.get(range.partition) ?? 0),
  );
  const rolls = new Map<number, string>();
  for (const { range, isStaged } of left) {
    if (isStaged) continue;
    const roll = rolls.get(range.partition) ?? rollFile(range);
    if (roll !== rollFile(range)) throw olderOffsets(folder, range.partition);
    rolls.set(range.partition, roll);
  }
  for (const { path } of left) await disk.remove(path);
};
