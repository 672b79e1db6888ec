import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { messageOf } from '../src/error.ts';

/** A small disk of its own, or why there is none on this machine. */
export type SmallDisk =
  | { readonly unmount: () => void; readonly reason?: undefined }
  | { readonly unmount?: undefined; readonly reason: string };

/**
 * Mounts a disk of so many KiB at the path, which needs root. Where that is not allowed the reason
 * is given; with `CI=true` it is an error.
 */
export const mountSmallDisk = (path: string, kibibytes: number): SmallDisk => {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'none', path], {
      stdio: 'pipe',
    });
  } catch (cause) {
    const reason = `cannot mount a small disk, so nothing is known of a full one: ${messageOf(cause)}`;
    if (process.env['CI'] === 'true') throw new Error(reason, { cause });
    console.warn(`SKIPPED: ${reason}`);
    return { reason };
  }
  return { unmount: () => void execFileSync('umount', [path]) };
};
