import { messageOf, TonearmError } from '../error.ts';

const newState = 'give a new --state to read the log from its start as it is now';

export const logTruncated = (path: string, offset: number, size: number): TonearmError =>
  new TonearmError(
    'LOG_TRUNCATED',
    `${path} has ${size} bytes, but had ${offset}: the log is shorter than it was`,
    { facts: { path, offset, size }, hint: `restore the log, or ${newState}` },
  );

export const notALineStart = (path: string, offset: number): TonearmError =>
  new TonearmError(
    'LOG_CORRUPT',
    `no record begins at byte ${offset} of ${path}: the log is not the one that was read before`,
    { facts: { path, offset }, hint: `restore the log, or ${newState}` },
  );

export const logReplaced = (path: string): TonearmError =>
  new TonearmError('LOG_REPLACED', `${path} was removed or replaced while it was read`, {
    facts: { path },
    hint: `restore the log, or ${newState}; a log is only ever appended to`,
  });

export const logMissing = (folder: string): TonearmError =>
  new TonearmError('INPUT_MISSING', `there is no log ${folder}`, {
    facts: { path: folder },
    hint: `\`tonearm produce --to file:${folder}\` makes one; check the path otherwise`,
  });

/** The error of a log that cannot be read; errors that are ours already pass unchanged. */
export const unreadableLog = (path: string, cause: unknown): TonearmError =>
  cause instanceof TonearmError
    ? cause
    : new TonearmError('INPUT_UNREADABLE', `cannot read ${path}: ${messageOf(cause)}`, {
        facts: { path },
        cause,
        hint: 'an embedded log is a folder of partition-<n>.ndjson files that may be read',
      });
