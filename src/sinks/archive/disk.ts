import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { syncToDisk } from '../../log/layout.ts';

/** The effects on the disk whose order makes a roll safe; tests die before each of them. */
export interface ArchiveDisk {
  /** Makes a folder, and those above it, where they are missing. */
  readonly makeFolder: (path: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** Waits until the disk has a file, or the names in a folder. */
  readonly sync: (path: string) => Promise<void>;
}

export const systemDisk = (): ArchiveDisk => ({
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true });
  },
  write: (path, text) => writeFile(path, text),
  rename,
  remove: (path) => rm(path, { force: true }),
  sync: syncToDisk,
});
