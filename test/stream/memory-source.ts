import { TonearmError } from '../../src/error.ts';
import { below, type Random, randomStream, unit } from '../../src/sources/generator/random.ts';
import type {
  ReadOptions,
  ReadResult,
  RecordChunk,
  RecordReader,
  RecordSource,
} from '../../src/sources/record-source.ts';
import type { LogPartition, StreamLog } from './log.ts';
import { chunkOf } from './memory-chunk.ts';

/** A log in memory that sources read; what of it they see may grow while they read. */
export interface MemoryLog {
  /** A source whose reads are cut and interleaved as the seed says: one seed, the same reads. */
  open(seed: number): RecordSource;
  /** Shows sources all of the log. */
  showAll(): void;
}

export interface MemoryLogOptions {
  /** Nothing of the log is seen at first; each read lets sources see a little more. */
  readonly growing?: boolean;
  readonly identity?: string;
}

/** A partition, and how many of its records are seen. */
interface Growing extends LogPartition {
  seen: number;
}

const endSeen = ({ first, end, records, seen }: Growing): number =>
  seen === records.length ? end : (records[seen - 1]?.offset ?? first - 1) + 1;

const gone = (name: string, partition: Growing, offset: number): TonearmError =>
  new TonearmError('LOG_TRUNCATED', `${name} has no offset ${offset}`, {
    facts: { partition: partition.partition, offset, first: partition.first },
  });

/** Up to how many records one look takes of one partition. */
const mostAtOnce = 40;
const pauses = 0.15;
const quiets = 0.3;

const grow = (partitions: readonly Growing[], random: Random): void => {
  for (const partition of partitions) {
    const more = below(random, 2) * below(random, mostAtOnce);
    partition.seen = Math.min(partition.records.length, partition.seen + more);
  }
};

const createReader = (
  name: string,
  partitions: readonly Growing[],
  random: Random,
  { from, until }: ReadOptions,
): RecordReader => {
  const next = new Map(
    partitions.map((one) => {
      const offset = from.get(one.partition) ?? one.first;
      if (offset < one.first || offset > endSeen(one)) throw gone(name, one, offset);
      return [one.partition, offset];
    }),
  );

  const take = (one: Growing, maxBytes: number): readonly RecordChunk[] => {
    const { partition } = one;
    const start = next.get(partition) ?? one.first;
    const end = Math.min(endSeen(one), until?.get(partition) ?? Infinity);
    if (start >= end || unit(random) < quiets) return [];
    const ahead = one.records.filter(({ offset }) => offset >= start && offset < end);
    let bytes = 0;
    const few = ahead.slice(0, 1 + below(random, mostAtOnce)).filter(({ value }, index) => {
      bytes += (value?.length ?? 0) + 1;
      return index === 0 || bytes <= maxBytes;
    });
    const following = ahead[few.length]?.offset ?? end;
    // A hole behind the last record is covered by this chunk, or begins the next.
    const last = few.at(-1)?.offset;
    const to = last === undefined || below(random, 2) === 0 ? following : last + 1;
    next.set(partition, to);
    return [chunkOf(partition, few, to)];
  };

  return {
    async next({ maxBytes }): Promise<ReadResult> {
      // Lets timers and signals through where a caller asks again and again.
      await new Promise((resolve) => setImmediate(resolve));
      const chunks = unit(random) < pauses ? [] : partitions.flatMap((one) => take(one, maxBytes));
      const ends = new Map(partitions.map((one) => [one.partition, endSeen(one)]));
      grow(partitions, random);
      return { chunks, ends };
    },
    wake: () => undefined,
    close: async () => undefined,
  };
};

/**
 * Makes a log that can be opened again and again, as after a restart. Reads never wait: a look
 * that finds nothing, or pauses, gives no chunks at once.
 */
export const createMemoryLog = (log: StreamLog, options: MemoryLogOptions = {}): MemoryLog => {
  const { growing = false, identity = 'memory' } = options;
  const partitions = log.map((one): Growing => ({
    ...one,
    seen: growing ? 0 : one.records.length,
  }));
  const name = 'memory:log';
  return {
    showAll: () => {
      for (const one of partitions) one.seen = one.records.length;
    },
    open: (seed) => ({
      name,
      identity,
      bounds: async () =>
        partitions.map((one) => ({
          partition: one.partition,
          first: one.first,
          end: endSeen(one),
        })),
      startingAt: async (start) => {
        if (typeof start === 'object') {
          throw new TonearmError('USAGE', `${name} knows no times of records`);
        }
        return new Map(
          partitions.map((one) => [one.partition, start === 'latest' ? endSeen(one) : one.first]),
        );
      },
      read: (how) => createReader(name, partitions, randomStream(seed, 'memory-source'), how),
      close: async () => undefined,
    }),
  };
};
