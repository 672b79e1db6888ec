import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, TonearmError } from '../../error.ts';

/** An error of the file system may also be one of the source, which says what it was itself. */
const isOfWriting = (thrown: unknown, stagedPath: string): boolean => {
  if (!(thrown instanceof Error && 'syscall' in thrown)) return false;
  const ofStaged = 'path' in thrown && thrown.path === stagedPath;
  return ofStaged || ['write', 'mkdir', 'rename', 'close'].includes(String(thrown.syscall));
};

/**
 * Lets `write` make a file beside `path` and puts it in the place of `path` at the end, in one
 * step. If `write` fails, what it wrote is removed and a file that was at `path` stays whole.
 * Throws OUTPUT_UNWRITABLE for errors of the file system, and what `write` throws otherwise.
 */
export const writeStaged = async <T>(
  path: string,
  write: (stagedPath: string) => Promise<T>,
): Promise<T> => {
  const stagedPath = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const result = await write(stagedPath);
    await rename(stagedPath, path);
    return result;
  } catch (cause) {
    await rm(stagedPath, { force: true }).catch(() => undefined);
    if (!isOfWriting(cause, stagedPath)) throw cause;
    throw new TonearmError('OUTPUT_UNWRITABLE', `cannot write ${path}: ${messageOf(cause)}`, {
      facts: { path },
      hint: 'check that the folder exists, may be written to and has room',
      cause,
    });
  }
};
