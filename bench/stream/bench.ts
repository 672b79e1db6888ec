import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './numbers.ts';
import type { StreamBenchOptions } from './options.ts';

/** What every part is given. */
export interface Bench {
  readonly options: StreamBenchOptions;
  /** `host:port` of the broker. */
  readonly bootstrap: string;
  /** Goes when the bench ends. */
  readonly folder: string;
}

export const newFolder = ({ folder }: Pick<Bench, 'folder'>, name: string): string =>
  mkdtempSync(join(folder, `${name}-`));

export const topicAddress = ({ bootstrap }: Pick<Bench, 'bootstrap'>, topic: string): string =>
  `kafka://${bootstrap}/${topic}`;

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Median of what is known. */
export const medianOf = <T>(
  values: readonly T[],
  of: (value: T) => number | undefined,
): number | undefined => {
  const known = values.map(of).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
};
