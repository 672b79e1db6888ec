import { join } from 'node:path';
import type { FolderHost } from './host.ts';
import { readResults } from './read-results.ts';

/**
 * Removes previous results: the files that their manifest lists, the manifest, then the folder.
 * Where it holds anything else, that is not ours to remove: the folder with the rest of it gets
 * the name `keepAs`. Returns the folders kept. Can be broken off and called again.
 */
export const removeResults = async (
  folder: string,
  keepAs: string,
  host: FolderHost,
): Promise<readonly string[]> => {
  for (const file of (await readResults(folder)) ?? []) {
    // What stays makes the folder stay.
    await host.unlink(join(folder, file)).catch(() => undefined);
  }
  try {
    await host.rmdir(folder);
    return [];
  } catch {
    await host.rename(folder, keepAs);
    return [keepAs];
  }
};
