import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Waits until the disk has what was written to the file, or the names in the folder. */
export const syncPath = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Brings a folder of files to the disk: the files, then their names. */
export const syncFolder = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  await Promise.all(names.map((name) => syncPath(join(folder, name))));
  await syncPath(folder);
};
