import type { Progress } from '../../stream/progress.ts';

/** Upper bounds of the histogram of batch durations, in seconds. */
export const durationBounds: readonly number[] = [
  0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 30, 60,
];

/** The parts of a batch in the order in which they come. */
export type Phase = keyof Progress['durationMs'];

/** What one process did so far, batch by batch. */
export interface Tally {
  readonly last: Progress | undefined;
  /** When the last batch ended, on the clock that never goes back; undefined before the first. */
  readonly endedMs: number | undefined;
  readonly batches: number;
  /** Batches of at most so many seconds, per bound of `durationBounds`. */
  readonly withinBound: readonly number[];
  /** Milliseconds, per part and in all. */
  readonly phasesMs: Readonly<Record<Phase, number>>;
  readonly batchesMs: number;
  readonly finals: number;
  readonly provisional: number;
  readonly sinkRetries: number;
  readonly failure: string | undefined;
}

export const emptyTally: Tally = {
  last: undefined,
  endedMs: undefined,
  batches: 0,
  withinBound: durationBounds.map(() => 0),
  phasesMs: { getBatch: 0, addBatch: 0, closeWindows: 0, emit: 0 },
  batchesMs: 0,
  finals: 0,
  provisional: 0,
  sinkRetries: 0,
  failure: undefined,
};

/** The tally with one more batch, which ended then. */
export const tallied = (tally: Tally, progress: Progress, endedMs: number): Tally => {
  const { getBatch, addBatch, closeWindows, emit } = progress.durationMs;
  const ms = getBatch + addBatch + closeWindows + emit;
  return {
    ...tally,
    last: progress,
    endedMs,
    batches: tally.batches + 1,
    withinBound: tally.withinBound.map((count, index) =>
      ms <= (durationBounds[index] ?? 0) * 1000 ? count + 1 : count,
    ),
    phasesMs: {
      getBatch: tally.phasesMs.getBatch + getBatch,
      addBatch: tally.phasesMs.addBatch + addBatch,
      closeWindows: tally.phasesMs.closeWindows + closeWindows,
      emit: tally.phasesMs.emit + emit,
    },
    batchesMs: tally.batchesMs + ms,
    finals: tally.finals + progress.sink.finals,
    provisional: tally.provisional + progress.sink.provisional,
  };
};
