/** What a stream knows of one partition. Times in microseconds of event time, offsets of the log. */
export interface Partition {
  readonly partition: number;
  /** Offset of the next record to read. */
  readonly next: number;
  /** Offset of the next record to come, as last seen; undefined before the first look. */
  readonly end: number | undefined;
  /** Largest event time of its valid records, duplicates and late ones included. */
  readonly newest: number | null;
  /** When its lag became 0, on the clock that never goes back (milliseconds); undefined while behind. */
  readonly caughtUpMs: number | undefined;
}

export const newPartition = (partition: number, next: number): Partition => ({
  partition,
  next,
  end: undefined,
  newest: null,
  caughtUpMs: undefined,
});

export const lagOf = ({ next, end }: Partition): number =>
  end === undefined ? 0 : Math.max(0, end - next);

/** The partition after a look at the log: idle time counts from when nothing was left to read. */
export const looked = (
  partition: Partition,
  end: number | undefined,
  elapsedMs: number,
): Partition => {
  const seen = { ...partition, end: end ?? partition.end };
  const isCaughtUp = seen.end !== undefined && lagOf(seen) === 0;
  return { ...seen, caughtUpMs: isCaughtUp ? (partition.caughtUpMs ?? elapsedMs) : undefined };
};

/** The partition after records were read up to `next`: it is not idle. */
export const advanced = (partition: Partition, next: number, newest: number | null): Partition =>
  next === partition.next ? partition : { ...partition, next, newest, caughtUpMs: undefined };

/** Idle: nothing was left to read for so long. Silence with lag is never idleness. */
export const isIdle = (
  { caughtUpMs }: Partition,
  idleAfterMs: number | undefined,
  elapsedMs: number,
): boolean =>
  idleAfterMs !== undefined && caughtUpMs !== undefined && elapsedMs - caughtUpMs >= idleAfterMs;
