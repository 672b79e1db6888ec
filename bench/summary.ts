import type { Measurement } from './measurements.ts';

/** Runs of one process as one line of the report. */
export interface Summary {
  readonly runs: number;
  /** Medians; seconds and bytes. */
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number | undefined;
  readonly fastest: number;
  readonly slowest: number;
  /** Largest over the runs. */
  readonly load: number;
  readonly otherCores: number | undefined;
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

const known = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined);

export const summarise = (runs: readonly Measurement[]): Summary | undefined => {
  if (runs.length === 0) return undefined;
  const walls = runs.map((run) => run.wallSeconds);
  const peaks = known(runs.map((run) => run.peakBytes));
  const others = known(runs.map((run) => run.otherCores));
  return {
    runs: runs.length,
    wall: median(walls),
    cpu: median(runs.map((run) => run.cpuSeconds)),
    peak: peaks.length === 0 ? undefined : median(peaks),
    fastest: Math.min(...walls),
    slowest: Math.max(...walls),
    load: Math.max(...runs.map((run) => run.load)),
    otherCores: others.length === 0 ? undefined : Math.max(...others),
  };
};
