const sorted = (values: readonly number[]): readonly number[] =>
  values.toSorted((left, right) => left - right);

/** Nearest rank. */
export const percentile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '-' : `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;

export const thousands = (value: number): string => `${Math.round(value / 1_000)} k`;

export const seconds = (value: number | undefined): string =>
  value === undefined ? '-' : value.toFixed(value < 10 ? 2 : 1);
