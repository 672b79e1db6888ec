import type { PaneLine } from '../../../result/pane-line.ts';
import type { PaneSink } from '../../../sinks/pane-sink.ts';
import type { RecordChunk, RecordSource } from '../../../sources/record-source.ts';
import type { ResultsReader } from './results-reader.ts';

const waitMs = 500;
const maxBytes = 8 << 20;
const lineFeed = 10;

type Offsets = ReadonlyMap<number, number>;

export interface Followed {
  readonly source: RecordSource;
  /** Where reading begins: early enough to see the rows of windows that are open. */
  readonly from: Offsets;
  /** Finals before these offsets were there before this run. */
  readonly newFrom: Offsets;
  readonly reader: ResultsReader;
  readonly sinks: readonly PaneSink[];
  readonly onNotice: (text: string) => void;
}

export interface Follower {
  /** Shows what is there by now, and ends. */
  finish(): Promise<void>;
}

const take = (reader: ResultsReader, chunk: RecordChunk, newFrom: number): void => {
  const { buffer, byteOffset, byteLength } = chunk.bytes;
  const text = Buffer.from(buffer, byteOffset, byteLength);
  let from = 0;
  for (let line = 0; from < text.length; line += 1) {
    const end = text.indexOf(lineFeed, from);
    reader.take(text.toString('utf8', from, end), chunk.offsetOf(line) >= newFrom);
    from = end + 1;
  }
};

const hasReached = (next: Offsets, ends: Offsets): boolean =>
  [...ends].every(([partition, end]) => (next.get(partition) ?? 0) >= end);

/**
 * Shows what comes into the results topic. `onFailure` hears of what the topic or a sink throws; then
 * nothing is shown any more.
 */
export const followResults = (
  { source, from, newFrom, reader, sinks, onNotice }: Followed,
  onFailure: (error: unknown) => void,
): Follower => {
  const records = source.read({ from, onNotice });
  const next = new Map(from);
  let until: Offsets | undefined;

  const show = async (panes: readonly PaneLine[]): Promise<void> => {
    if (panes.length > 0) for (const sink of sinks) await sink.deliver(panes);
  };

  const run = async (): Promise<void> => {
    try {
      while (until === undefined || !hasReached(next, until)) {
        const { chunks, ends } = await records.next({ maxBytes, waitMs });
        for (const chunk of chunks) {
          take(reader, chunk, newFrom.get(chunk.partition) ?? 0);
          for (const { offset, reason } of chunk.refused) {
            if (reason !== 'empty')
              onNotice(`record ${offset} of the results is not shown: ${reason}`);
          }
          next.set(chunk.partition, chunk.next);
        }
        await show(reader.finals());
        // In the midst of a batch a share would stand over a whole of before.
        if (until === undefined && hasReached(next, ends)) await show(reader.provisional());
      }
    } finally {
      await records.close();
    }
  };

  const done = run().catch(onFailure);
  return {
    async finish() {
      until ??= new Map((await source.bounds()).map(({ partition, end }) => [partition, end]));
      records.wake();
      await done;
    },
  };
};
