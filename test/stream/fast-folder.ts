import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';

const parent = (): string => {
  try {
    accessSync(inMemory, constants.W_OK);
    return inMemory;
  } catch {
    return tmpdir();
  }
};

/**
 * A new folder whose files are in memory where the machine has such a place: for tests that open
 * many states and kill processes, not machines, so that no disk has to keep anything.
 */
export const fastFolder = (name: string): string => mkdtempSync(join(parent(), `tonearm-${name}-`));
