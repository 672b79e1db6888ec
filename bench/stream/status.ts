import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../../src/stream/progress.ts';

/** The last progress record of a state; undefined before the first. */
export const statusOf = (state: string): Progress | undefined => {
  const path = join(state, 'status.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Progress) : undefined;
};

export const rejectedOf = ({ totals }: Progress): number =>
  Object.values(totals.rejected).reduce((sum, count) => sum + count, 0);

/** @throws Error where a run did not account for each of so many records */
export const checkCounts = (progress: Progress | undefined, records: number): Progress => {
  if (progress === undefined) throw new Error('the stream left no status');
  const { read, accepted, duplicates } = progress.totals;
  if (read !== records || accepted + duplicates + rejectedOf(progress) !== records) {
    throw new Error(`${records} records sent, but ${JSON.stringify(progress.totals)}`);
  }
  return progress;
};
