import { messageOf, TonearmError } from '../../error.ts';

/** The code of an error of the file system, such as ENOENT. */
export const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;

/** What `action` gives, or undefined where there is no such file. */
export const orMissing = async <T>(action: Promise<T>): Promise<T | undefined> => {
  try {
    return await action;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
};

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk, or choose another with --out',
  EDQUOT: 'make room in your quota, or choose another folder with --out',
  EROFS: 'the disk is read-only: choose another folder with --out',
  ENAMETOOLONG: 'choose a folder with a shorter name with --out',
};

/**
 * OUTPUT_UNWRITABLE for whatever the file system threw; errors that are ours already pass
 * unchanged.
 */
export const unwritable = (folder: string, cause: unknown): TonearmError =>
  cause instanceof TonearmError
    ? cause
    : new TonearmError(
        'OUTPUT_UNWRITABLE',
        `cannot write the output folder ${folder}: ${messageOf(cause)}`,
        {
          facts: { folder },
          cause,
          hint:
            hints[codeOf(cause) ?? ''] ??
            'the folder and the one above it must be writable: give one that is with --out',
        },
      );
