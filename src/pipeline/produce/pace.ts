import type { ProduceHost } from './options.ts';

type PaceHost = Pick<ProduceHost, 'clock' | 'pause' | 'signal'>;

/** How often lines that are due are sent. */
const tickMs = 10;

/** The longest that is made up for after a hold-up, such as brokers that were away. */
const mostBehindMs = 1000;

/**
 * Waits until lines are due at a steady rate a second, and tells how many; 0 where the run is to
 * stop.
 */
export const ratePace = (
  rate: number,
  { clock, pause, signal }: PaceHost,
): (() => Promise<number>) => {
  let start = clock();
  let given = 0;
  return async () => {
    while (!signal.aborted) {
      const now = clock();
      const due = Math.floor(((now - start) * rate) / 1000) - given;
      if (due > 1 && due * 1000 > rate * mostBehindMs) {
        start = now;
        given = 0;
      } else if (due > 0) {
        given += due;
        return due;
      }
      const next = start + ((given + 1) * 1000) / rate;
      await pause(Math.max(tickMs, next - now));
    }
    return 0;
  };
};

/** Tells when an event is due in a replay. */
export interface ReplayPace {
  isDue(timeUs: number): boolean;
  /** Waits until an event of this time is due, or the run is to stop. */
  until(timeUs: number): Promise<void>;
}

/** The longest that a timer is given. */
const longestPauseMs = 60_000;

/**
 * Plays recorded times (µs) `speed` times as fast as they were: the first is due at once, and so
 * is what is older than what is due.
 */
export const replayPace = (speed: number, { clock, pause, signal }: PaceHost): ReplayPace => {
  const start = clock();
  let first: number | undefined;
  const leftMs = (timeUs: number): number => {
    first ??= timeUs;
    return start + (timeUs - first) / (1000 * speed) - clock();
  };
  return {
    isDue: (timeUs) => leftMs(timeUs) <= 0,
    async until(timeUs) {
      while (!signal.aborted) {
        const left = leftMs(timeUs);
        if (left <= 0) return;
        await pause(Math.min(Math.max(left, tickMs), longestPauseMs));
      }
    },
  };
};
