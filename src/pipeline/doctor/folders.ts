import { access, mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../../error.ts';
import { formatBytes } from '../../views/format/number.ts';
import type { Check } from './check.ts';

const roomy = 1_000_000_000;

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

const spacious = (name: string, folder: string, free: number, advice: string): Check => {
  const found = `${folder}, ${formatBytes(free)} free`;
  return free >= roomy ? { name, state: 'ok', found } : { name, state: 'limited', found, advice };
};

/** Throws where no folder can be made in this one. */
const tryToWrite = async (folder: string): Promise<void> => {
  await rmdir(await mkdtemp(join(folder, '.tonearm-doctor-')));
};

/** Where what does not fit into memory goes. */
export const checkTemporary = async (folder: string): Promise<Check> => {
  const name = 'Temporary folder';
  try {
    await tryToWrite(folder);
    const advice = 'for large inputs name a roomier folder with --spill';
    return spacious(name, folder, await freeBytes(folder), advice);
  } catch (error) {
    return {
      name,
      state: 'broken',
      found: `${folder} cannot be written to: ${messageOf(error)}`,
      advice: 'set TMPDIR to a folder that can',
    };
  }
};

const nearestExisting = async (folder: string): Promise<string> => {
  try {
    await access(folder);
    return folder;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? folder : nearestExisting(parent);
  }
};

/** Where results go; the folder need not exist yet, and is not made. */
export const checkResults = async (folder: string): Promise<Check> => {
  const name = 'Results folder';
  const existing = await nearestExisting(resolve(folder));
  try {
    // Results are written beside the folder and swapped in.
    await tryToWrite(existing === resolve(folder) ? dirname(existing) : existing);
    const advice = 'name another folder with --out';
    return spacious(name, folder, await freeBytes(existing), advice);
  } catch (error) {
    return {
      name,
      state: 'broken',
      found: `${folder} cannot be written: ${messageOf(error)}`,
      advice: 'name another folder with --out',
    };
  }
};
