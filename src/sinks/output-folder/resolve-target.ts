import { mkdir, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TonearmError } from '../../error.ts';
import { orMissing } from './unwritable.ts';

/** As many links in a row as Linux follows. */
const maxLinks = 40;

/**
 * The absolute path, without symbolic links, of the folder that is to hold the results; folders
 * above it are made. A link whose target is missing is followed as well: in the middle of a swap
 * the target is away.
 */
export const resolveTarget = async (outDir: string, cwd: string): Promise<string> => {
  let path = resolve(cwd, outDir);
  for (let links = 0; links < maxLinks; links += 1) {
    const real = await orMissing(realpath(path));
    if (real !== undefined) return real;
    await mkdir(dirname(path), { recursive: true });
    path = join(await realpath(dirname(path)), basename(path));
    // A missing folder and a missing link are told apart only here.
    const link = await orMissing(readlink(path));
    if (link === undefined) return path;
    path = resolve(dirname(path), link);
  }
  throw new TonearmError('OUTPUT_UNWRITABLE', `too many symbolic links: ${outDir}`, {
    facts: { folder: outDir },
    hint: 'give a plain folder with --out',
  });
};
