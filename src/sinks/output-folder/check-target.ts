import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { TonearmError } from '../../error.ts';
import { readResults } from './read-results.ts';
import { orMissing } from './unwritable.ts';

const foreign = (folder: string, problem: string, hint: string): TonearmError =>
  new TonearmError('OUTPUT_FOREIGN', `${folder} ${problem}`, { facts: { folder }, hint });

const immovable = (folder: string, problem: string, hint: string): TonearmError =>
  new TonearmError('OUTPUT_UNWRITABLE', `${folder} ${problem}: it cannot be replaced as a whole`, {
    facts: { folder },
    hint,
  });

const inside = 'give a folder inside it that is yet to be made, as --out ';

/** The mount points of `/proc/self/mountinfo`, whose fifth field writes blanks and such in octal. */
export const mountPoints = (mountinfo: string): readonly string[] =>
  mountinfo
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      (line.split(' ')[4] ?? '').replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ),
    );

const isMountPoint = async (folder: string): Promise<boolean> => {
  const [own, above] = await Promise.all([stat(folder), stat(dirname(folder))]);
  if (own.dev !== above.dev) return true;
  // A folder of the same disk, mounted a second time, has the same device.
  const mountinfo = await readFile('/proc/self/mountinfo', 'latin1').catch(() => '');
  return mountPoints(mountinfo).includes(Buffer.from(folder, 'utf8').toString('latin1'));
};

const stickyBit = 0o1000;

/** In a folder such as /tmp only the owner may rename what is in it. */
export const mayBeMoved = (
  folder: { readonly uid: number },
  above: { readonly uid: number; readonly mode: number },
  user: number | undefined,
): boolean =>
  user === undefined ||
  user === 0 ||
  (above.mode & stickyBit) === 0 ||
  folder.uid === user ||
  above.uid === user;

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
};

/**
 * Checks, before any work, that what is at the target may and can be replaced: nothing, an empty
 * folder, or a folder of our results.
 * @throws TonearmError OUTPUT_FOREIGN for a file or somebody else's folder; OUTPUT_UNWRITABLE for a
 *   folder that cannot be renamed: a mount point, the current folder, another user's in /tmp
 */
export const checkTarget = async (target: string, cwd: string): Promise<void> => {
  const found = await orMissing(lstat(target));
  if (found === undefined) return;
  if (!found.isDirectory()) {
    throw foreign(target, 'is not a folder', 'move it away, or give another folder with --out');
  }
  const names = (await readdir(target)).toSorted();
  if (names.length > 0 && (await readResults(target)) === undefined) {
    throw foreign(
      target,
      `is not empty and holds no results of Tonearm: ${listed(names)}`,
      'give a new or an empty folder with --out, or move away what is in this one',
    );
  }
  if (await isMountPoint(target)) {
    throw immovable(target, 'is a mount point', `${inside}${target}${sep}report`);
  }
  if (cwd === target || cwd.startsWith(target + sep)) {
    throw immovable(
      target,
      'is the current folder or holds it',
      `go to another folder first, or ${inside}${target}${sep}report`,
    );
  }
  if (!mayBeMoved(found, await stat(dirname(target)), process.geteuid?.())) {
    throw immovable(target, 'belongs to another user', 'give a folder of your own with --out');
  }
};
