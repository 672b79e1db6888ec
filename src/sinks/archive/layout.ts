/*
 * An archive is a folder of Parquet files by day and hour of event time (UTC), which any engine
 * that knows folders such as `date=2026-11-22` can read as one table:
 *
 *   FOLDER/_archive.json                                     offsets: what is in the archive
 *   FOLDER/date=2026-11-22/hour=10/<partition>-<first>-<last>.parquet
 *
 * A roll is what one partition of the log gave from one offset to another. It becomes a file in
 * each hour that it has events of, all with the offsets of its first and last event in the name.
 */

/** What the name of a file says. */
export interface RollRange {
  readonly partition: number;
  readonly first: number;
  readonly last: number;
}

export const hourUs = 3_600_000_000;

/** The folder of an hour, counted from 1970-01-01T00:00Z, below that of the archive. */
export const hourFolder = (hour: number): string => {
  const text = new Date(hour * 3_600_000).toISOString();
  return `date=${text.slice(0, 10)}/hour=${text.slice(11, 13)}`;
};

export const isDateFolder = (name: string): boolean => /^date=\d{4}-\d\d-\d\d$/.test(name);
export const isHourFolder = (name: string): boolean => /^hour=\d\d$/.test(name);

export const rollFile = ({ partition, first, last }: RollRange): string =>
  `${partition}-${first}-${last}.parquet`;

/** The name of a file until it is whole: readers of folders pass over it. */
export const stagedFile = (name: string): string => `.${name}.partial`;

const name = /^(\.?)(\d+)-(\d+)-(\d+)\.parquet(\.partial)?$/;

/** What a file of an archive is; undefined for files that are none of ours. */
export const rangeOf = (
  file: string,
): { readonly range: RollRange; readonly isStaged: boolean } | undefined => {
  const [, dot, partition, first, last, partial] = name.exec(file) ?? [];
  if (partition === undefined || (dot === '') !== (partial === undefined)) return undefined;
  const range = { partition: Number(partition), first: Number(first), last: Number(last) };
  return { range, isStaged: partial !== undefined };
};
