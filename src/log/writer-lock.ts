import { readFileSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TonearmError } from '../error.ts';

/*
 * Two writers would tear each other's lines when one of them mends the end of a file. A writer's
 * lock is a file whose name says which process it is, so that a dead one's can be removed safely.
 */

const lockFile = /^writer-(\d+)-(\d+)\.lock$/;

/** When a process began, in ticks since boot: numbers of processes are given out again. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
};

const isAlive = (pid: number, start: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPERM')) return false;
  }
  return start === '0' || startOf(pid) === start;
};

const inUse = (folder: string, path: string): TonearmError =>
  new TonearmError('STATE_IN_USE', `another process writes to the log ${folder}`, {
    facts: { path },
    hint: `wait until it is done; if there is none, remove ${path}`,
  });

/** Locks of other writers that still run; those of dead ones are removed. */
const others = async (folder: string, own: string): Promise<readonly string[]> => {
  const alive: string[] = [];
  for (const name of await readdir(folder)) {
    const [, pid, start] = lockFile.exec(name) ?? [];
    if (pid === undefined || start === undefined || name === own) continue;
    if (isAlive(Number(pid), start)) alive.push(join(folder, name));
    else await rm(join(folder, name), { force: true });
  }
  return alive;
};

/** Makes this process the one writer of the log; resolves to what gives that up again. */
export const lockForWriting = async (folder: string): Promise<() => Promise<void>> => {
  const own = `writer-${process.pid}-${startOf(process.pid)}.lock`;
  const path = join(folder, own);
  try {
    await (await open(path, 'wx')).close();
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw taken ? inUse(folder, path) : cause;
  }
  const release = (): Promise<void> => rm(path, { force: true });
  const [other] = await others(folder, own);
  if (other === undefined) return release;
  await release();
  throw inUse(folder, other);
};
