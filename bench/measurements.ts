import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Usage } from './process.ts';

/** One run of one process. */
export interface Measurement extends Usage {
  /** What was measured, as `batch 10m parquet chdb`. */
  readonly job: string;
  /** Identity of the program: measurements of another build do not count. */
  readonly build: string;
  readonly at: string;
}

/** Measurements on disk, one per line, so that a run that was cut short can go on. */
export interface Measurements {
  of(job: string, build: string): readonly Measurement[];
  add(measurement: Measurement): void;
}

export const openMeasurements = (path: string, resume: boolean): Measurements => {
  if (!resume) rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  const all: Measurement[] = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Measurement)
    : [];
  return {
    of: (job, build) => all.filter((one) => one.job === job && one.build === build),
    add: (measurement) => {
      all.push(measurement);
      appendFileSync(path, `${JSON.stringify(measurement)}\n`);
    },
  };
};
