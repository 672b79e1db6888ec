import type { ColumnBatch } from '../../intake/batch.ts';
import type { RollRange } from './layout.ts';

/** Texts by key, per group of the whole layout. */
export type GroupTexts = readonly (readonly (string | null)[])[];

/** Accepted events of one partition, in the order of the log. */
export interface ArchivedRows {
  /** Of the whole layout; its entries are not looked at. */
  readonly batch: ColumnBatch;
  /** The offset of each row. */
  readonly offsets: Float64Array;
}

/** What is written at once of one partition. */
export interface Roll {
  readonly partition: number;
  readonly parts: readonly ArchivedRows[];
  /** What the keys of all parts stand for. */
  readonly texts: GroupTexts;
  /** Where reading goes on: everything before it is in the parts or was rejected. */
  readonly next: number;
}

/** The range that names the files of a roll; undefined for one without events. */
export const rangeOfRoll = ({ partition, parts }: Roll): RollRange | undefined => {
  const filled = parts.filter(({ offsets }) => offsets.length > 0);
  const first = filled[0]?.offsets[0];
  const last = filled.at(-1)?.offsets.at(-1);
  return first === undefined || last === undefined ? undefined : { partition, first, last };
};
