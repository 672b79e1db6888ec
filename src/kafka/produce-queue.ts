/** A sealed batch on its way: sent again it has the same bytes, so that the broker knows it. */
export interface SealedBatch {
  readonly bytes: Buffer;
  readonly records: number;
  /** Memory that nobody needs any more once the batch is acknowledged. */
  readonly memory?: Buffer | undefined;
}

/** The batches of one partition in their order; some of the first are with the broker. */
export interface ProduceQueue {
  /** Number of the first record of the next batch. */
  nextSequence(): number;
  add(batch: SealedBatch): void;
  /** The next batch to send, which then is with the broker; undefined where none may be sent now. */
  send(): SealedBatch | undefined;
  /** The broker has the first of its batches, which leaves the queue. */
  acknowledge(): SealedBatch;
  /** What became of the batches with the broker is not known: all are to be sent again. */
  rewind(): void;
  /** Batches that wait to be sent, and all that are not acknowledged. */
  waiting(): number;
  size(): number;
}

/** Brokers remember the last five batches of a producer: more under way could not be told apart. */
const mostUnderWay = 5;

/** Of a producer that it does not know yet, a broker takes any batch as the first. */
const mostUnderWayAtFirst = 1;

const lastSequence = 0x7fffffff;

/** The number that follows so many records; after the last one comes 0. */
const advance = (sequence: number, records: number): number =>
  sequence > lastSequence - records ? records - (lastSequence - sequence) - 1 : sequence + records;

export const createProduceQueue = (firstSequence = 0): ProduceQueue => {
  const batches: SealedBatch[] = [];
  let underWay = 0;
  let isKnown = false;
  let sequence = firstSequence;
  return {
    nextSequence: () => sequence,
    add(batch) {
      batches.push(batch);
      sequence = advance(sequence, batch.records);
    },
    send() {
      const most = isKnown ? mostUnderWay : mostUnderWayAtFirst;
      const batch = underWay < most ? batches[underWay] : undefined;
      if (batch !== undefined) underWay += 1;
      return batch;
    },
    acknowledge() {
      const batch = underWay > 0 ? batches.shift() : undefined;
      if (batch === undefined) throw new RangeError('no batch is with the broker');
      underWay -= 1;
      isKnown = true;
      return batch;
    },
    rewind() {
      underWay = 0;
    },
    waiting: () => batches.length - underWay,
    size: () => batches.length,
  };
};
