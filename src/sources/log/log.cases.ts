import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ReadOptions, ReadResult, RecordReader } from '../record-source.ts';
import { openLogSource } from './log-source.ts';

/** The folder of a log for each test of a file, and its readers. */
export const useLog = () => {
  let folder = '';
  let readers: RecordReader[] = [];
  const begin = (): void => {
    folder = mkdtempSync(join(tmpdir(), 'tonearm-log-'));
    readers = [];
  };
  const end = async (): Promise<void> => {
    for (const reader of readers) await reader.close();
    rmSync(folder, { recursive: true, force: true });
  };
  beforeEach(begin);
  afterEach(end);

  const pathOf = (partition: number): string => join(folder, `partition-${partition}.ndjson`);
  return {
    folder: () => folder,
    pathOf,
    append: (partition: number, text: string | Buffer): void =>
      appendFileSync(pathOf(partition), text),
    readerOf: async (options: Partial<ReadOptions> = {}): Promise<RecordReader> => {
      const source = await openLogSource({ folder });
      const reader = source.read({ from: new Map(), onNotice: () => undefined, ...options });
      readers.push(reader);
      return reader;
    },
    /** An empty log in the place of this one. */
    renew: async (): Promise<void> => {
      await end();
      begin();
    },
  };
};

/** Records as the log holds them: offset, text or length, in the order of the offsets. */
export type Seen = Map<number, (readonly [number, string])[]>;

export const addTo = (seen: Seen, { chunks }: ReadResult): void => {
  for (const chunk of chunks) {
    const { partition, bytes, refused, next } = chunk;
    const lines = Buffer.from(bytes).toString('latin1').split('\n');
    expect(lines.pop()).toBe('');
    const records = [
      ...lines.map((text, line) => [chunk.offsetOf(line), text] as const),
      ...refused.map(({ offset, reason, detail }) => [offset, `${reason}: ${detail}`] as const),
    ];
    seen.set(partition, [...(seen.get(partition) ?? []), ...records]);
    expect(chunk.offsetOf(lines.length)).toBeLessThanOrEqual(next);
  }
};

/** Reads until nothing comes. */
export const drain = async (reader: RecordReader, maxBytes = 1 << 20): Promise<Seen> => {
  const seen: Seen = new Map();
  for (;;) {
    const result = await reader.next({ maxBytes, waitMs: 0 });
    if (result.chunks.length === 0) return seen;
    addTo(seen, result);
  }
};
