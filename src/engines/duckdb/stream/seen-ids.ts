import type { ColumnBatch } from '../../../intake/batch.ts';
import { wideColumn, wideIn } from '../../../intake/wide.ts';

/**
 * Which ids of events may have come before: 64 bits of each in memory, in slices of event time.
 * It only narrows: what it has not seen is new, what it has seen is looked up in the state.
 */
export interface SeenIds {
  /** Notes the ids of a batch and marks the rows (1) whose id may have come before. */
  note(batch: IdColumns): Uint8Array;
  /** Forgets ids of events before this time (microseconds), in whole slices. */
  forget(before: number): void;
  /** Ids that are noted. */
  size(): number;
}

export type IdColumns = Pick<ColumnBatch, 'rows' | 'time' | 'idHigh' | 'idLow'>;

const firstSlots = 64;

/** An open-addressing table of pairs of words; a pair of zeros is an empty slot. */
interface Slice {
  words: Uint32Array;
  count: number;
}

const mix = (left: number, right: number): number => {
  const mixed = Math.imul(left ^ Math.imul(right ^ (right >>> 15), 0x85eb_ca6b), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Returns true where the pair was there already. */
const insert = (slice: Slice, first: number, second: number): boolean => {
  const { words } = slice;
  const mask = (words.length >>> 1) - 1;
  let slot = first & mask;
  for (;;) {
    const at = slot * 2;
    const known = words[at] ?? 0;
    const other = words[at + 1] ?? 0;
    if (known === 0 && other === 0) {
      words[at] = first;
      words[at + 1] = second;
      slice.count += 1;
      return false;
    }
    if (known === first && other === second) return true;
    slot = (slot + 1) & mask;
  }
};

const grow = (slice: Slice): void => {
  const old = slice.words;
  slice.words = new Uint32Array(old.length * 2);
  slice.count = 0;
  for (let at = 0; at < old.length; at += 2) {
    const first = old[at] ?? 0;
    const second = old[at + 1] ?? 0;
    if (first !== 0 || second !== 0) insert(slice, first, second);
  }
};

/** Nothing seen yet; a slice is so many microseconds of event time. */
export const createSeenIds = (sliceUs: number): SeenIds => {
  const slices = new Map<number, Slice>();

  const sliceAt = (number: number): Slice => {
    const known = slices.get(number);
    if (known !== undefined) return known;
    const fresh = { words: new Uint32Array(firstSlots * 2), count: 0 };
    slices.set(number, fresh);
    return fresh;
  };

  /** The loop over ids sees nothing but arrays and slices, see `judgeRows`. */
  const noteAll = (
    seen: Uint8Array,
    words: Uint32Array,
    signed: Int32Array,
    highs: Uint32Array,
    lows: Uint32Array,
  ): Uint8Array => {
    let number = Number.NaN;
    let slice: Slice | undefined;
    for (let row = 0; row < seen.length; row += 1) {
      const at = row * 2;
      const wanted = Math.floor(wideIn(words, signed, row) / sliceUs);
      if (slice === undefined || wanted !== number) {
        number = wanted;
        slice = sliceAt(wanted);
      }
      const first = mix((lows[at] as number) ^ (words[at] as number), highs[at + 1] as number);
      const second = mix((lows[at + 1] as number) + first, highs[at] as number) | 1;
      if (slice.count * 8 > slice.words.length * 3) grow(slice);
      if (insert(slice, first, second >>> 0)) seen[row] = 1;
    }
    return seen;
  };

  return {
    note({ rows, time, idHigh, idLow }) {
      const { words, signed } = wideColumn(time);
      const [highs, lows] = [wideColumn(idHigh).words, wideColumn(idLow).words];
      return noteAll(new Uint8Array(rows), words, signed, highs, lows);
    },
    forget(before) {
      const first = Math.floor(before / sliceUs);
      for (const number of slices.keys()) if (number < first) slices.delete(number);
    },
    size: () => [...slices.values()].reduce((sum, slice) => sum + slice.count, 0),
  };
};
