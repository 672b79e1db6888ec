import type { PaneLine } from '../../../result/pane-line.ts';
import type { PaneSink } from '../../../sinks/pane-sink.ts';
import type { RecordChunk, RecordSource } from '../../../sources/record-source.ts';

const waitMs = 500;
const maxBytes = 8 << 20;

/** Takes the records of the results topic, in their order, and gives the panes to show. */
export interface PaneReader {
  take(value: string): void;
  /** Panes since the last call, the order being that in which they are to be shown. */
  panes(): readonly PaneLine[];
}

export interface Follower {
  /** Reads what is there by now, and ends. */
  finish(): Promise<void>;
}

const lineFeed = 10;

const valuesOf = function* ({ bytes }: RecordChunk): Generator<string> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = 0; from < text.length;) {
    const end = text.indexOf(lineFeed, from);
    yield text.toString('utf8', from, end);
    from = end + 1;
  }
};

/**
 * Shows what comes into the results topic from these offsets on. `onFailure` hears of what the topic
 * or a sink throws; then nothing is shown any more.
 */
export const followResults = (
  {
    source,
    from,
    reader,
    sinks,
    onNotice,
  }: {
    readonly source: RecordSource;
    readonly from: ReadonlyMap<number, number>;
    readonly reader: PaneReader;
    readonly sinks: readonly PaneSink[];
    readonly onNotice: (text: string) => void;
  },
  onFailure: (error: unknown) => void,
): Follower => {
  const records = source.read({ from, onNotice });
  const next = new Map(from);
  let until: ReadonlyMap<number, number> | undefined;

  const isThere = (): boolean =>
    until !== undefined &&
    [...until].every(([partition, end]) => (next.get(partition) ?? 0) >= end);

  const run = async (): Promise<void> => {
    try {
      while (!isThere()) {
        const { chunks } = await records.next({ maxBytes, waitMs });
        for (const chunk of chunks) {
          for (const value of valuesOf(chunk)) reader.take(value);
          next.set(chunk.partition, chunk.next);
        }
        const panes = reader.panes();
        if (panes.length > 0) for (const sink of sinks) await sink.deliver(panes);
      }
    } finally {
      await records.close();
    }
  };

  const done = run().catch(onFailure);
  return {
    async finish() {
      until = new Map((await source.bounds()).map(({ partition, end }) => [partition, end]));
      records.wake();
      await done;
    },
  };
};
