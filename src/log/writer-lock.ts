import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TonearmError } from '../error.ts';
import { lifeOf, ownMark, type ProcessMark } from '../process-mark.ts';

/*
 * Two writers would tear each other's lines when one of them mends the end of a file. A writer's
 * lock is a file whose name says which process it is, so that a dead one's can be removed safely.
 */

const lockFile = /^writer-(\d+)-(\d+)\.lock$/;

/** The locks of a folder are those of processes of one machine. */
const isAlive = (pid: number, start: string, own: ProcessMark): boolean =>
  lifeOf({ ...own, pid, start }, own) === 'alive';

const inUse = (folder: string, path: string): TonearmError =>
  new TonearmError('STATE_IN_USE', `another process writes to the log ${folder}`, {
    facts: { path },
    hint: `wait until it is done; if there is none, remove ${path}`,
  });

/** Locks of other writers that still run; those of dead ones are removed. */
const others = async (
  folder: string,
  own: string,
  mark: ProcessMark,
): Promise<readonly string[]> => {
  const alive: string[] = [];
  for (const name of await readdir(folder)) {
    const [, pid, start] = lockFile.exec(name) ?? [];
    if (pid === undefined || start === undefined || name === own) continue;
    if (isAlive(Number(pid), start, mark)) alive.push(join(folder, name));
    else await rm(join(folder, name), { force: true });
  }
  return alive;
};

/** Makes this process the one writer of the log; resolves to what gives that up again. */
export const lockForWriting = async (folder: string): Promise<() => Promise<void>> => {
  const mark = ownMark();
  const own = `writer-${mark.pid}-${mark.start}.lock`;
  const path = join(folder, own);
  try {
    await (await open(path, 'wx')).close();
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw taken ? inUse(folder, path) : cause;
  }
  const release = (): Promise<void> => rm(path, { force: true });
  const [other] = await others(folder, own, mark);
  if (other === undefined) return release;
  await release();
  throw inUse(folder, other);
};
