import type { FileHandle } from 'node:fs/promises';
import { lineHeads } from './line-heads.ts';
import { type FinalKey, readPaneHead } from './pane-key.ts';

/** Up to byte `bytes` of the file, the latest window end of the finals of each analytic, in milliseconds. */
export interface Mark {
  readonly bytes: number;
  readonly ends: ReadonlyMap<string, number>;
}

/** Which final panes a log holds already. */
export interface Finals {
  /** Those of `keys` that the log does not hold, as their places in the list. */
  readonly missing: (keys: readonly FinalKey[]) => Promise<ReadonlySet<number>>;
  readonly add: (key: FinalKey) => void;
  /** Forgets all but the latest ends; the file has `bytes` bytes. */
  readonly mark: (bytes: number) => Mark;
}

const stretchBytes = 1 << 24;

async function* finalsWithin(file: FileHandle, from: number, to: number): AsyncGenerator<FinalKey> {
  for await (const head of lineHeads(file, from, to)) {
    const pane = readPaneHead(head);
    if (pane?.final === true) yield pane.key;
  }
}

/**
 * Knows each final behind the mark. Before it, only one whose window does not end after the last
 * one that was closed then can be there; it is looked for in the file, from the mark backwards, as
 * a repeat is of the last that were written.
 */
export const readFinals = async (file: FileHandle, size: number, from: Mark): Promise<Finals> => {
  let { bytes: marked, ends } = from;
  const known = new Map<string, FinalKey>();
  for await (const key of finalsWithin(file, marked, size)) known.set(key.text, key);

  const findBefore = async (wanted: Map<string, number>): Promise<void> => {
    for (let to = marked; to > 0 && wanted.size > 0; to -= stretchBytes) {
      const start = Math.max(0, to - stretchBytes);
      for await (const { text } of finalsWithin(file, start, to)) wanted.delete(text);
    }
  };

  return {
    missing: async (keys) => {
      const missing = new Set<number>();
      const doubtful = new Map<string, number>();
      for (const [index, key] of keys.entries()) {
        if (known.has(key.text)) continue;
        if (key.endMs > (ends.get(key.analytic) ?? Number.NEGATIVE_INFINITY)) missing.add(index);
        else doubtful.set(key.text, index);
      }
      if (doubtful.size > 0) await findBefore(doubtful);
      for (const index of doubtful.values()) missing.add(index);
      return missing;
    },
    add: (key) => known.set(key.text, key),
    mark: (bytes) => {
      const latest = new Map(ends);
      for (const { analytic, endMs } of known.values()) {
        latest.set(analytic, Math.max(endMs, latest.get(analytic) ?? endMs));
      }
      known.clear();
      marked = bytes;
      ends = latest;
      return { bytes, ends };
    },
  };
};
