import type { Progress } from './progress.ts';

/** Some seconds of a stream: how it stood at their end, and between which bounds the lag was. */
export interface Stretch {
  /** Of its last batch, on the clock that never goes back (milliseconds). */
  readonly atMs: number;
  readonly progress: Progress;
  readonly leastLag: number;
  readonly mostLag: number;
}

const stretchMs = 10_000;
const keptMs = 3_900_000;

/** The past hour of a stream, in stretches: the same memory however many batches there are. */
export interface Stretches {
  /** Takes a batch in; true where a stretch has ended with it. */
  add(progress: Progress, elapsedMs: number): boolean;
  /** Those that have ended, ascending. */
  ended(): readonly Stretch[];
}

export const createStretches = (): Stretches => {
  const ended: Stretch[] = [];
  let beganMs: number | undefined;
  let leastLag = Infinity;
  let mostLag = 0;
  return {
    add(progress, elapsedMs) {
      leastLag = Math.min(leastLag, progress.sources.lag);
      mostLag = Math.max(mostLag, progress.sources.lag);
      // The first batch is one by itself: what follows is compared with it.
      if (beganMs !== undefined && elapsedMs - beganMs < stretchMs) return false;
      ended.push({ atMs: elapsedMs, progress, leastLag, mostLag });
      while ((ended[0]?.atMs ?? elapsedMs) < elapsedMs - keptMs) ended.shift();
      beganMs = elapsedMs;
      leastLag = Infinity;
      mostLag = 0;
      return true;
    },
    ended: () => ended,
  };
};

/** The stretches that ended between `from` and `to` milliseconds before the last one. */
export const between = (
  stretches: readonly Stretch[],
  from: number,
  to: number,
): readonly Stretch[] => {
  const nowMs = stretches.at(-1)?.atMs ?? 0;
  return stretches.filter(({ atMs }) => nowMs - atMs <= from && nowMs - atMs >= to);
};

/** The last stretch that ended at least so long before the last one. */
export const before = (stretches: readonly Stretch[], ms: number): Stretch | undefined => {
  const nowMs = stretches.at(-1)?.atMs ?? 0;
  return stretches.findLast(({ atMs }) => nowMs - atMs >= ms);
};
