import type { RecordReader } from '../sources/record-source.ts';
import { arrive, type Arrived } from './arrive.ts';
import type { Live } from './live.ts';
import type { OpenWindows } from './open-windows.ts';
import { advanced, looked, newPartition } from './partition.ts';
import type { StreamOptions } from './stream-options.ts';

/** The records of one batch, decoded and judged. */
export interface Gathered {
  readonly arrived: readonly Arrived[];
  /** Records read. */
  readonly rows: number;
}

/** So many records at most make a batch, however short they are. */
const mostRows = 1_000_000;
/** Late and rejected rows are kept as text, so that fewer of them make a batch. */
const mostSideRows = 20_000;
const pieceBytes = 8 << 20;
/** Not worth a look of their own before the trigger is due. */
const fewBytes = 1 << 16;

/**
 * Reads and decodes until the batch is large enough, the trigger is due or nothing is left. The
 * first batch with records does not wait for more: whoever starts a stream wants to see something.
 */
export const gather = async (
  options: StreamOptions,
  reader: RecordReader,
  live: Live,
  open: readonly OpenWindows[],
  isAtEnd: () => boolean,
): Promise<Gathered> => {
  const { rules, state, source, clock, triggerMs, batchBytes, signal } = options;
  const intake = state.intake();
  const arrived: Arrived[] = [];
  const began = clock.elapsedMs();
  let bytes = 0;
  let rows = 0;
  let sideRows = 0;
  for (const windows of open) windows.begin(live.batch);
  for (;;) {
    const left = triggerMs - (clock.elapsedMs() - began);
    const waitMs = signal.aborted ? 0 : Math.max(0, left);
    const maxBytes = Math.min(batchBytes - bytes, pieceBytes);
    const leastBytes = live.hasRead || rows > 0 ? fewBytes : 0;
    const { chunks, ends } = await reader.next({ maxBytes, waitMs, leastBytes });
    const elapsedMs = clock.elapsedMs();
    for (const chunk of chunks) {
      const partition = live.partitions.get(chunk.partition) ?? newPartition(chunk.partition, 0);
      const { newest } = partition;
      const view = { rules, open, newest, watermark: live.watermark, nowUs: clock.nowUs() };
      const one = arrive(intake, chunk, { ...view, source: source.name });
      live.partitions.set(chunk.partition, advanced(partition, chunk.next, one.newest));
      if (one.read > 0) {
        arrived.push(one);
        live.lastRecordMs = elapsedMs;
      }
      bytes += chunk.bytes.length;
      rows += one.read;
      sideRows += one.behind.length + one.rejected.length;
    }
    for (const [partition, end] of ends) {
      const known = live.partitions.get(partition) ?? newPartition(partition, 0);
      live.partitions.set(partition, looked(known, end, elapsedMs));
    }
    const isFull = bytes >= batchBytes || rows >= mostRows || sideRows >= mostSideRows;
    const isFirst = !live.hasRead && rows > 0;
    const isDue = isFirst || clock.elapsedMs() - began >= triggerMs;
    if (!isFull && !isDue && !signal.aborted && !isAtEnd()) continue;
    live.hasRead ||= rows > 0;
    return { arrived, rows };
  }
};
