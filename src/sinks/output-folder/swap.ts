import { lstat, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, TonearmError } from '../../error.ts';
import type { FolderHost } from './host.ts';
import { readResults } from './read-results.ts';
import { keptPath, type Place } from './recover.ts';
import { removeResults } from './remove-results.ts';
import { syncFolder, syncPath } from './sync.ts';
import { orMissing } from './unwritable.ts';

/** Without a manifest that lists every file the next run would take the folder for a foreign one. */
const checkComplete = async (work: string): Promise<void> => {
  const listed = await readResults(work);
  const stray = (await readdir(work)).filter((name) => !listed?.includes(name));
  if (listed !== undefined && stray.length === 0) return;
  throw new TonearmError(
    'INTERNAL',
    listed === undefined
      ? 'the output folder has no manifest'
      : `the manifest does not list ${stray.join(', ')}`,
    { facts: { folder: work } },
  );
};

/**
 * Puts the work folder in the place of the target:
 *
 *     work complete and on disk → target to `.old` → work to target → `.old` removed
 *
 * Stopped anywhere, the next run's `recover` finds one of these beside the target:
 *
 *     work          only the work folder: nothing was replaced; it is removed
 *     work + .old   the target is away, or was never moved back: the work goes to the target
 *     .old, target  replaced: the old is removed
 *     .old          somebody removed the work: the old goes back
 *
 * Where there was no target there is no `.old` either, and no half-done state.
 * Returns the folders in which something of the old one was kept that was not ours to remove.
 */
export const swap = async (
  place: Place,
  runId: string,
  host: FolderHost,
): Promise<readonly string[]> => {
  const { target, work } = place;
  const old = `${work}.old`;
  await checkComplete(work);
  await syncFolder(work);
  const previous = await orMissing(lstat(target));
  if (previous === undefined) {
    await host.rename(work, target);
    await syncPath(dirname(target));
    return [];
  }
  await host.rename(target, old);
  try {
    await host.rename(work, target);
  } catch (cause) {
    await host.rename(old, target).catch((undoing: unknown) => {
      throw new TonearmError(
        'OUTPUT_UNWRITABLE',
        `cannot put the results in place: ${messageOf(cause)}; nor the previous ones back: ${messageOf(undoing)}`,
        {
          facts: { folder: target, new_results: work, previous_results: old },
          cause,
          hint: 'the next run puts them in place; until then they are in the folders named here',
        },
      );
    });
    throw cause;
  }
  await syncPath(dirname(target));
  // The results are in place: what cannot be removed now is removed by the next run.
  return removeResults(old, keptPath(place, runId), host).catch(() => [old]);
};
