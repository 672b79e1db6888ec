import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwritableFile } from '../error.ts';
import { ownMark, type ProcessMark } from '../process-mark.ts';
import type { Progress } from '../stream/progress.ts';

/** What a state tells without being opened: its last progress record, and who wrote it. */
export interface StatusFile {
  write(progress: Progress): void;
}

/** The file as it is read; one of an earlier version names no process. */
export interface WrittenStatus extends Progress {
  readonly process?: ProcessMark;
}

const fileName = 'status.json';

/**
 * Replaces the file as a whole, so that a reader never sees a part of it.
 * `write` throws TonearmError OUTPUT_UNWRITABLE.
 */
export const createStatusFile = (folder: string): StatusFile => {
  const process = ownMark();
  const path = join(folder, fileName);
  return {
    write(progress) {
      const status: WrittenStatus = { ...progress, process };
      try {
        writeFileSync(`${path}.new`, `${JSON.stringify(status)}\n`);
        renameSync(`${path}.new`, path);
      } catch (cause) {
        throw unwritableFile(path, cause);
      }
    },
  };
};

/** What the state in a folder says of itself. Throws where there is nothing to read. */
export const readStatusFile = (folder: string): WrittenStatus => {
  const status = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as Partial<WrittenStatus>;
  if (status.totals === undefined || status.sources?.idle === undefined) {
    throw new TypeError(`${fileName} is no progress record of this version`);
  }
  return status as WrittenStatus;
};
