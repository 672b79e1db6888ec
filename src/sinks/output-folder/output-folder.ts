import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TonearmError } from '../../error.ts';
import { checkTarget } from './check-target.ts';
import { claimName, isRunId } from './claim.ts';
import { type FolderHost, systemHost } from './host.ts';
import { type Place, recover } from './recover.ts';
import { resolveTarget } from './resolve-target.ts';
import { swap } from './swap.ts';
import { orMissing, unwritable } from './unwritable.ts';

/** Where `tonearm batch` writes without `--out`. */
export const defaultOutDir = '/tmp/music_analytics';

/** A new folder for the results of a run, which replaces the one at `target` as a whole. */
export interface OutputFolder {
  /** Where the results will be: absolute, symbolic links followed. */
  readonly target: string;
  /** Where to write them, with a manifest that lists every file. */
  readonly path: string;
  /**
   * Puts the folder in place, durably. Returns the folders in which files are kept that somebody
   * had put among previous results. If it fails, the previous results are where they were.
   * @throws TonearmError OUTPUT_UNWRITABLE
   */
  commit(): Promise<{ readonly kept: readonly string[] }>;
  /** Removes the folder; the previous results stay. Does nothing after a `commit` that worked. */
  discard(): Promise<void>;
}

/** Often enough that a run elsewhere does not take this one for dead. */
const signOfLifeMs = 20_000;

const claim = async (place: Place, host: FolderHost): Promise<readonly string[]> => {
  await host.mkdir(place.work);
  try {
    // Claimed before looking around: of two runs at once at least one sees the other.
    const kept = await recover(place, host);
    await checkTarget(place.target, host.cwd());
    const previous = await orMissing(lstat(place.target));
    // Results that others may not read must not be readable while they are written either.
    if (previous !== undefined) await host.chmod(place.work, (previous.mode & 0o7777) | 0o700);
    return kept;
  } catch (cause) {
    await host.rmdir(place.work).catch(() => undefined);
    throw cause;
  }
};

/** Shows that the run lives: setting the mode, to what it is, sets the time of the folder. */
const showLife = async (work: string, host: FolderHost): Promise<NodeJS.Timeout> => {
  const { mode } = await stat(work);
  return setInterval(() => {
    host.chmod(work, mode & 0o7777).catch(() => undefined);
  }, signOfLifeMs).unref();
};

/**
 * Claims an output folder for a run and makes the work folder beside it, on the same file system.
 * First it finishes or undoes what a killed run has left (see `swap`).
 * @throws TonearmError OUTPUT_FOREIGN where the place holds something that is not ours;
 *   OUTPUT_UNWRITABLE where it cannot be written or replaced, or another run is at work there
 */
export const prepareOutput = async (
  outDir: string,
  runId: string,
  host: FolderHost = systemHost(),
): Promise<OutputFolder> => {
  if (!isRunId(runId)) {
    throw new TonearmError('INTERNAL', `not a run id: ${JSON.stringify(runId)}`);
  }
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw unwritable(outDir, cause);
    }
  };
  const { place, recovered, life } = await guarded(async () => {
    const target = await resolveTarget(outDir, host.cwd());
    const name = basename(target);
    const work = join(dirname(target), claimName(name, runId, host.own));
    const place: Place = { target, name, work };
    const recovered = await claim(place, host);
    return { place, recovered, life: await showLife(work, host) };
  });
  let open = true;
  return {
    target: place.target,
    path: place.work,
    commit: async () => {
      clearInterval(life);
      const kept = await guarded(() => swap(place, runId, host));
      open = false;
      return { kept: [...recovered, ...kept] };
    },
    discard: async () => {
      clearInterval(life);
      if (!open) return;
      await guarded(async () => {
        // A swap that could be neither done nor undone is finished by the next run.
        const half = await orMissing(lstat(`${place.work}.old`));
        if (half === undefined) await host.removeTree(place.work);
      });
    },
  };
};
