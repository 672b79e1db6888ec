import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TonearmError } from '../error.ts';
import type { Progress } from '../stream/progress.ts';

/** What a state tells without being opened: its last progress record. */
export interface StatusFile {
  write(progress: Progress): void;
}

const fileName = 'status.json';

/** Replaces the file as a whole, so that a reader never sees a part of it. */
export const createStatusFile = (folder: string): StatusFile => ({
  write(progress) {
    const path = join(folder, fileName);
    writeFileSync(`${path}.new`, `${JSON.stringify(progress)}\n`);
    renameSync(`${path}.new`, path);
  },
});

/** The last progress record of the state in a folder. @throws TonearmError INPUT_MISSING */
export const readStatus = (folder: string): Progress => {
  try {
    return JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as Progress;
  } catch (cause) {
    throw new TonearmError(
      'INPUT_MISSING',
      `no stream has left its status in ${folder}: ${messageOf(cause)}`,
      {
        facts: { state: folder },
        cause,
        hint: 'name the state with --state, or the source with --from as the stream was started',
      },
    );
  }
};
