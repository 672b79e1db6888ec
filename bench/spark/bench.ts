import type { SparkBenchOptions } from './options.ts';

/** What every part is given. */
export interface SparkBench {
  readonly options: SparkBenchOptions;
  /** Goes when the bench ends. */
  readonly folder: string;
}

/** Runs by the row of the table that they make. */
export interface Runs<T> {
  readonly add: (row: string, usage: T) => void;
  readonly of: (row: string) => readonly T[];
  readonly rows: () => readonly string[];
}

export const collectRuns = <T>(): Runs<T> => {
  const all = new Map<string, T[]>();
  return {
    add: (row, usage) => void all.set(row, [...(all.get(row) ?? []), usage]),
    of: (row) => all.get(row) ?? [],
    rows: () => [...all.keys()],
  };
};
