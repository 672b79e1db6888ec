import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** User and system time of a running process so far, by way of /proc. */
export const cpuSecondsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name before the closing parenthesis may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

const kilobytesIn = (status: string, name: string): number | undefined => {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status);
  return found === null ? undefined : Number(found[1]) * 1_024;
};

export interface Memory {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/** Undefined for a process that is about to end. */
export const memoryOf = (pid: number): Memory | undefined => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const residentBytes = kilobytesIn(status, 'VmRSS');
  const peakBytes = kilobytesIn(status, 'VmHWM');
  return residentBytes === undefined || peakBytes === undefined
    ? undefined
    : { residentBytes, peakBytes };
};
