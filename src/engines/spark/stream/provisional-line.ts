/** A row of an open window as the streaming query wrote it last; lists by the numbers of the layout. */
export interface OpenRow {
  readonly set: number;
  /** Of the window, microseconds. */
  readonly end: number;
  readonly keys: readonly (string | null)[];
  readonly texts: readonly (string | null)[];
  readonly sums: readonly (number | null)[];
  readonly distinct: readonly (number | null)[];
  readonly percentiles: readonly (number | null)[];
}

/** The value of a record of open windows; undefined for any other, such as a final pane. */
export const readOpenRow = (value: string, mark: string): OpenRow | undefined => {
  if (!value.startsWith(`{"plan":"${mark}",`)) return undefined;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mark says that the plan made it
    return JSON.parse(value) as OpenRow;
  } catch {
    return undefined;
  }
};
