import type { RecordSink } from '../../sinks/record-sink.ts';

export interface MemoryRecord {
  readonly key: string | null;
  readonly value: string;
}

/** A sink in memory, full after every `room` records until it is waited for. */
export const memorySink = (
  room = Infinity,
): RecordSink & { readonly records: readonly MemoryRecord[] } => {
  const records: MemoryRecord[] = [];
  let pending = 0;
  const take = (): Promise<void> => {
    pending = 0;
    return Promise.resolve();
  };
  return {
    name: 'memory',
    partitions: 1,
    records,
    add: (key, value) => {
      records.push({
        key: key === null ? null : Buffer.from(key).toString(),
        value: Buffer.from(value).toString(),
      });
      pending += 1;
    },
    addSlice: (bytes, keyFrom, keyTo, from, to) => {
      const text = (start: number, end: number) => Buffer.from(bytes.slice(start, end)).toString();
      records.push({ key: keyFrom < 0 ? null : text(keyFrom, keyTo), value: text(from, to) });
      pending += 1;
    },
    ready: () => (pending < room ? undefined : take()),
    flush: take,
    counts: () => ({ acknowledged: records.length - pending, pending }),
    close: () => Promise.resolve(),
  };
};
