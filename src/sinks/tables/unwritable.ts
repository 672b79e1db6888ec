import { messageOf, TonearmError } from '../../error.ts';

/** What could not be written, for a person; errors that are ours already pass unchanged. */
export const unwritable = (path: string, cause: unknown): TonearmError =>
  cause instanceof TonearmError
    ? cause
    : new TonearmError('OUTPUT_UNWRITABLE', `cannot write ${path}: ${messageOf(cause)}`, {
        facts: { path },
        cause,
        hint: 'check that the disk has room and that the folder may be written to',
      });
