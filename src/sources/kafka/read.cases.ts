import type { ReadResult, RecordReader } from '../record-source.ts';

/** Everything that was read of a topic, by partition. */
export interface ReadRecords {
  readonly values: Map<number, string[]>;
  readonly offsets: Map<number, number[]>;
  readonly refused: Map<number, (readonly [number, string])[]>;
  readonly next: Map<number, number>;
  ends: ReadonlyMap<number, number>;
}

const listIn = <T>(lists: Map<number, T[]>, partition: number): T[] => {
  const list = lists.get(partition) ?? [];
  lists.set(partition, list);
  return list;
};

export const emptyRecords = (): ReadRecords => ({
  values: new Map(),
  offsets: new Map(),
  refused: new Map(),
  next: new Map(),
  ends: new Map(),
});

/** Adds what one look gave. */
export const addResult = (records: ReadRecords, { chunks, ends }: ReadResult): void => {
  records.ends = ends;
  for (const chunk of chunks) {
    const { partition, bytes, refused, next } = chunk;
    const lines = Buffer.from(bytes).toString().split('\n').slice(0, -1);
    listIn(records.values, partition).push(...lines);
    listIn(records.offsets, partition).push(...lines.map((_, line) => chunk.offsetOf(line)));
    listIn(records.refused, partition).push(
      ...refused.map(({ offset, reason }) => [offset, reason] as const),
    );
    records.next.set(partition, next);
  }
};

/** Reads until so many lines are there, or until the reader throws. */
export const readLines = async (
  reader: RecordReader,
  count: number,
  records: ReadRecords = emptyRecords(),
  maxBytes = 1 << 16,
): Promise<ReadRecords> => {
  while ([...records.values.values()].flat().length < count) {
    addResult(records, await reader.next({ maxBytes, waitMs: 1000 }));
  }
  return records;
};

/** Reads up to where a bounded reader ends. */
export const readAll = async (
  reader: RecordReader,
  until: ReadonlyMap<number, number>,
): Promise<ReadRecords> => {
  const records = emptyRecords();
  while ([...until].some(([partition, end]) => (records.next.get(partition) ?? 0) < end)) {
    addResult(records, await reader.next({ maxBytes: 1 << 20, waitMs: 1000 }));
  }
  return records;
};
