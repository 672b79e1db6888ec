import type { Head, StreamCounts } from '../engines/stream-state.ts';
import { lagOf, newPartition, type Partition } from './partition.ts';

/** Where a running stream stands. It belongs to one run, which changes it batch by batch. */
export interface Live {
  readonly partitions: Map<number, Partition>;
  /** Global watermark, microseconds. */
  watermark: number | null;
  /** Windows closed up to here have their final panes. */
  closedTo: number | null;
  counts: StreamCounts;
  /** Batches of this process. */
  batch: number;
  /** This process has read a record. */
  hasRead: boolean;
  /** When the last record of any partition came, on the clock that never goes back. */
  lastRecordMs: number;
}

export const noCounts: StreamCounts = {
  read: 0,
  accepted: 0,
  duplicates: 0,
  late: 0,
  rejected: {},
};

/** Where the state left off, or the beginning at these offsets. */
export const liveFrom = (
  head: Head | undefined,
  offsets: ReadonlyMap<number, number>,
  elapsedMs: number,
): Live => {
  const newest = new Map(head?.partitions.map((one) => [one.partition, one.newest]));
  const partitions = [...offsets].map(([partition, next]): [number, Partition] => [
    partition,
    { ...newPartition(partition, next), newest: newest.get(partition) ?? null },
  ]);
  return {
    partitions: new Map(partitions),
    watermark: head?.watermark ?? null,
    closedTo: head?.closedTo ?? null,
    counts: head?.counts ?? noCounts,
    batch: 0,
    hasRead: false,
    lastRecordMs: elapsedMs,
  };
};

/** What the next commit writes. */
export const headOf = (
  { partitions, watermark, closedTo, counts }: Live,
  more: Pick<Head, 'finished' | 'revisions'>,
): Head => ({
  partitions: [...partitions.values()].map(({ partition, next, newest }) => ({
    partition,
    next,
    newest,
  })),
  watermark,
  closedTo,
  counts,
  ...more,
});

/** What is not read yet, over all partitions. */
export const backlogOf = ({ partitions }: Live): number =>
  [...partitions.values()].reduce((sum, one) => sum + lagOf(one), 0);
