import { rawLimit } from '../../src/event/reject.ts';
import type { LogRecord } from '../../src/engines/reference/stream/log-record.ts';
import { below, type Random } from '../../src/sources/generator/random.ts';

/** One partition: offsets ascend from `first`, with gaps, and `end` is that of the next record to come. */
export interface LogPartition {
  readonly partition: number;
  readonly first: number;
  readonly end: number;
  readonly records: readonly LogRecord[];
}

export type StreamLog = readonly LogPartition[];

/** The records, partition by partition. */
export const recordsOf = (log: StreamLog): readonly LogRecord[] =>
  log.flatMap(({ records }) => records);

/** A record in one line: place and bytes, of a very long one those before the white space. */
export const recordText = ({ partition, offset, value }: LogRecord): string => {
  const head = Buffer.from(value ?? []).subarray(0, rawLimit);
  const text = head.toString('latin1');
  return `${partition}@${offset} ${head.length < rawLimit ? text : text.trimEnd()}`;
};

/** The records in a random order in which they may be read. */
export const interleave = (log: StreamLog, random: Random): readonly LogRecord[] => {
  const rest = log.map(({ records }) => [...records]).filter((records) => records.length > 0);
  const read: LogRecord[] = [];
  while (rest.length > 0) {
    const index = below(random, rest.length);
    const next = rest[index]?.shift();
    if (next !== undefined) read.push(next);
    if (rest[index]?.length === 0) rest.splice(index, 1);
  }
  return read;
};
