import type { TonearmError } from '../error.ts';
import { appendRecord, openBatch, roomFor, sealBatch, type OpenBatch } from './encode-batch.ts';
import { partitionOf } from './murmur2.ts';
import { createDelivery } from './produce-delivery.ts';
import { openTarget, type ProduceTarget } from './produce-open.ts';
import type { WritableCodec } from './writable-codecs.ts';

export interface ProducerOptions extends ProduceTarget {
  readonly codec: WritableCodec;
  /**
   * Milliseconds since 1970: the time that records carry. A broker that starts forgets producers
   * whose last record is a day old by its clock, and would then keep twice what is sent again.
   */
  readonly nowMs: () => number;
  /** Outages and their ends, one sentence each. */
  readonly onNotice: (text: string) => void;
  /** Attempts to get on without an acknowledgement between them, at most about a second apart. */
  readonly mostAttempts?: number | undefined;
}

export interface RecordProducer {
  readonly partitions: number;
  /** Adds a record, as `appendRecord` takes it, to the partition of its key. */
  add(source: Uint8Array, keyFrom: number, keyTo: number, from: number, to: number): void;
  /** Undefined where more may be added at once. Rejects with what ended the producer. */
  ready(): Promise<void> | undefined;
  /** Resolves when every record is acknowledged. Rejects with what ended the producer. */
  flush(): Promise<void>;
  counts(): { readonly acknowledged: number; readonly pending: number };
  /** Drops what is not acknowledged. */
  close(): Promise<void>;
}

const batchBytes = 1 << 18;
/** Memory of all batches that still take records; with many partitions each gets less. */
const openBytes = 1 << 24;
const leastBatchBytes = 1 << 14;
/** Bytes of batches that are not acknowledged, beyond which adding has to wait. */
const mostUnacknowledged = 1 << 24;
/** How long a record may wait for others to share its batch. */
const lingerMs = 5;
const defaultAttempts = 120;

/**
 * Sends records to a topic: keyed, on all replicas, each once. Batches that meet an outage are
 * sent again in their order, with numbers by which the broker tells them from new ones.
 * @throws TonearmError SINK_FAILED, TOPIC_MISSING, USAGE
 */
export const openProducer = async (options: ProducerOptions): Promise<RecordProducer> => {
  const { codec, nowMs, mostAttempts = defaultAttempts } = options;
  const { client, led, producer } = await openTarget(options);
  const count = led.leaders.length;
  const size = Math.max(leastBatchBytes, Math.min(batchBytes, Math.floor(openBytes / count)));

  const spare: Buffer[] = [];
  const batchOf = (least: number): OpenBatch =>
    openBatch(
      least > size ? Buffer.allocUnsafeSlow(least) : (spare.pop() ?? Buffer.allocUnsafeSlow(size)),
    );
  const open: OpenBatch[] = Array.from({ length: count }, () => batchOf(0));

  let turn = 0;
  let added = 0;
  let acknowledged = 0;
  let unacknowledgedBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let wakeWaiters = (): void => {};
  let changed = Promise.resolve();
  const renew = (): void => {
    changed = new Promise((resolve) => {
      wakeWaiters = resolve;
    });
  };
  renew();

  const delivery = createDelivery({
    client,
    led,
    mostAttempts,
    name: options.name,
    topic: options.topic,
    onNotice: options.onNotice,
    onAcknowledged: ({ bytes, records, memory }) => {
      acknowledged += records;
      unacknowledgedBytes -= bytes.length;
      if (memory?.length === size) spare.push(memory);
    },
    onChange: () => {
      wakeWaiters();
      renew();
    },
  });

  const seal = (partition: number, least = 0): OpenBatch => {
    const batch = open[partition]!;
    const { memory, records } = batch;
    if (records > 0) {
      const { queue } = delivery.partitions[partition]!;
      const bytes = sealBatch(batch, codec, nowMs(), producer, queue.nextSequence());
      unacknowledgedBytes += bytes.length;
      queue.add({ bytes, records, memory: codec === 'none' ? memory : undefined });
    }
    if ((records === 0 || codec !== 'none') && memory.length === size) spare.push(memory);
    const next = batchOf(least);
    open[partition] = next;
    return next;
  };

  /** Sends what is there, but of a partition that has batches waiting only whole ones. */
  const onLinger = (): void => {
    timer = undefined;
    let left = false;
    for (const [partition, { records }] of open.entries()) {
      if (records === 0) continue;
      if (delivery.partitions[partition]!.queue.waiting() === 0) seal(partition);
      else left = true;
    }
    delivery.pump();
    if (left) timer = setTimeout(onLinger, lingerMs);
  };

  const waitWhile = async (condition: () => boolean): Promise<void> => {
    for (;;) {
      const failure: TonearmError | undefined = delivery.failure();
      if (failure !== undefined) throw failure;
      if (!condition()) return;
      await changed;
    }
  };

  return {
    partitions: count,
    add(source, keyFrom, keyTo, from, to) {
      const partition = keyFrom < 0 ? turn++ % count : partitionOf(source, keyFrom, keyTo, count);
      if (!appendRecord(open[partition]!, source, keyFrom, keyTo, from, to)) {
        const larger = seal(partition, roomFor(Math.max(0, keyTo - keyFrom), to - from));
        appendRecord(larger, source, keyFrom, keyTo, from, to);
        delivery.pump();
      }
      added += 1;
      timer ??= setTimeout(onLinger, lingerMs);
    },
    ready: () =>
      unacknowledgedBytes < mostUnacknowledged && delivery.failure() === undefined
        ? undefined
        : waitWhile(() => unacknowledgedBytes >= mostUnacknowledged),
    async flush() {
      for (const partition of open.keys()) if (open[partition]!.records > 0) seal(partition);
      delivery.pump();
      await waitWhile(() => acknowledged < added);
    },
    counts: () => ({ acknowledged, pending: added - acknowledged }),
    async close() {
      clearTimeout(timer);
      await delivery.close();
      await client.close();
    },
  };
};
