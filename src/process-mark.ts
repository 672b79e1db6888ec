import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names a process beyond its number, which the system gives out again: `start` is when it began,
 * in ticks since boot, or 0 where the system does not tell; `place` is a short digest of the boot
 * and the pid namespace in which the number means anything.
 */
export interface ProcessMark {
  readonly pid: number;
  readonly start: string;
  readonly place: string;
}

/** `unknown`: it belongs to another machine, container or boot. */
export type ProcessLife = 'alive' | 'dead' | 'unknown';

const attempt = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

interface ProcStat {
  readonly state: string;
  readonly start: string;
}

/** State and start in a `/proc/<pid>/stat`; the name in it may hold blanks and brackets. */
export const parseStat = (stat: string): ProcStat => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', start: fields[19] ?? '0' };
};

const statOf = (pid: number): ProcStat | undefined =>
  attempt(() => parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1')), undefined);

/** The mark of this process. */
export const ownMark = (): ProcessMark => {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'), hostname());
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'), '');
  return {
    pid: process.pid,
    start: statOf(process.pid)?.start ?? '0',
    place: createHash('sha256').update(`${boot}|${namespace}`).digest('hex').slice(0, 8),
  };
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
};

/** Whether the process of the mark still runs; a zombie is dead. */
export const lifeOf = (
  mark: ProcessMark,
  own: ProcessMark,
  statOfProcess: (pid: number) => ProcStat | undefined = statOf,
): ProcessLife => {
  if (mark.place !== own.place) return 'unknown';
  if (!exists(mark.pid)) return 'dead';
  const stat = statOfProcess(mark.pid);
  if (stat === undefined || mark.start === '0') return 'alive';
  return stat.start === mark.start && !/[ZX]/.test(stat.state) ? 'alive' : 'dead';
};
