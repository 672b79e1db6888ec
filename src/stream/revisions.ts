import type { Frame } from '../plan/frame.ts';

/** A reserved revision of all analytics of a frame for one window. */
export type Reserved = readonly [frame: number, start: number, revision: number];

/**
 * Revisions of panes. They are reserved by the commit before, many at a time, so that after a crash
 * none is given out again.
 */
export interface Revisions {
  /** What the next commit has to hold, for windows that may be shown after it. */
  reserve(open: readonly (readonly number[])[]): readonly Reserved[];
  /** The reservation is committed. */
  committed(): void;
  /** The next revision, or undefined where the next commit has to reserve more. */
  next(frame: number, start: number, query: number): number | undefined;
  /** The revision of a final: those before it may have been given out. */
  last(frame: number, start: number, query: number): number;
  forget(frame: number, starts: readonly number[]): void;
}

interface Counter {
  readonly given: number[];
  committed: number;
  reserved: number;
}

const ahead = 1_000;
const lowWater = 50;

export const createRevisions = (
  frames: readonly Frame[],
  restored: readonly Reserved[],
): Revisions => {
  const counters = frames.map(() => new Map<number, Counter>());
  const counterOf = (frame: number, start: number): Counter => {
    const map = counters[frame] ?? new Map<number, Counter>();
    const known = map.get(start);
    if (known !== undefined) return known;
    const given = (frames[frame]?.queries ?? []).map(() => 0);
    const counter = { given, committed: 0, reserved: 0 };
    map.set(start, counter);
    return counter;
  };
  for (const [frame, start, revision] of restored) {
    const counter = counterOf(frame, start);
    counter.given.fill(revision);
    counter.committed = revision;
    counter.reserved = revision;
  }
  return {
    reserve(open) {
      const all: Reserved[] = [];
      for (const [frame, starts] of open.entries()) {
        for (const start of starts) {
          const counter = counterOf(frame, start);
          if (Math.max(...counter.given) + lowWater > counter.reserved) counter.reserved += ahead;
        }
      }
      for (const [frame, map] of counters.entries()) {
        for (const [start, { reserved }] of map) {
          if (reserved > 0) all.push([frame, start, reserved]);
        }
      }
      return all;
    },
    committed() {
      for (const map of counters) for (const one of map.values()) one.committed = one.reserved;
    },
    next(frame, start, query) {
      const counter = counterOf(frame, start);
      const wanted = (counter.given[query] ?? 0) + 1;
      if (wanted > counter.committed) return undefined;
      counter.given[query] = wanted;
      return wanted;
    },
    last: (frame, start, query) => (counterOf(frame, start).given[query] ?? 0) + 1,
    forget(frame, starts) {
      for (const start of starts) counters[frame]?.delete(start);
    },
  };
};
