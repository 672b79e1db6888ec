import { lstat, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TonearmError } from '../../error.ts';
import { type Claim, claimsAmong } from './claim.ts';
import type { FolderHost } from './host.ts';
import { removeResults } from './remove-results.ts';
import { orMissing } from './unwritable.ts';

/** A run that gave no sign of life for so long is dead, where its process cannot be looked up. */
const silenceMs = 120_000;

/** Where the results go, and this run's own claim on it. */
export interface Place {
  readonly target: string;
  /** The name of the target in its parent. */
  readonly name: string;
  readonly work: string;
}

/** Where something of previous results is kept that was not ours to remove. */
export const keptPath = ({ target }: Place, runId: string): string => `${target}.kept-${runId}`;

const isAlive = async (claim: Claim, { work }: Place, host: FolderHost): Promise<boolean> => {
  const life = host.lifeOf(claim.mark);
  if (life !== 'unknown') return life === 'alive';
  // Both times are the file system's own: no two clocks are compared.
  const theirs = await orMissing(host.changedAt(claim.work ?? claim.old!));
  return theirs !== undefined && (await host.changedAt(work)) - theirs < silenceMs;
};

const busy = ({ target }: Place, { mark, work, old }: Claim, host: FolderHost): TonearmError =>
  new TonearmError('OUTPUT_UNWRITABLE', `another run is writing to ${target}`, {
    facts: { folder: target, pid: mark.pid },
    hint:
      host.lifeOf(mark) === 'alive'
        ? `wait until process ${mark.pid} is done, or give another folder with --out`
        : `it runs on another machine or in another container; if it is dead, try again in two minutes or remove ${work ?? old}`,
  });

/** Brings a dead run to an end; every step can be broken off and done again. */
const finish = async (claim: Claim, place: Place, host: FolderHost): Promise<readonly string[]> => {
  const { work, old, runId } = claim;
  const { target } = place;
  if (old === undefined) {
    if (work !== undefined) await host.removeTree(work);
    return [];
  }
  if (work === undefined) {
    if ((await orMissing(lstat(target))) !== undefined) {
      return removeResults(old, keptPath(place, runId), host);
    }
    await host.rename(old, target);
    return [];
  }
  if ((await orMissing(lstat(target))) !== undefined) {
    try {
      await host.rmdir(target);
    } catch (cause) {
      throw new TonearmError(
        'OUTPUT_FOREIGN',
        `${target} was made anew while the results of a run were being put there`,
        {
          facts: { folder: target, new_results: work, previous_results: old },
          cause,
          hint: `move ${target} away and try again; the new results are in ${work}, the previous ones in ${old}`,
        },
      );
    }
  }
  await host.rename(work, target);
  return removeResults(old, keptPath(place, runId), host);
};

/**
 * Finishes or undoes what killed runs left beside the target. Returns the folders in which files
 * were kept that are not ours to remove.
 * @throws TonearmError OUTPUT_UNWRITABLE where another run is at work: then nothing is touched
 */
export const recover = async (place: Place, host: FolderHost): Promise<readonly string[]> => {
  const parent = dirname(place.target);
  const entries = await readdir(parent, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const others = claimsAmong(parent, place.name, folders).filter(({ work }) => work !== place.work);
  for (const claim of others) {
    if (await isAlive(claim, place, host)) throw busy(place, claim, host);
  }
  const kept: string[] = [];
  for (const claim of others) kept.push(...(await finish(claim, place, host)));
  return kept;
};
