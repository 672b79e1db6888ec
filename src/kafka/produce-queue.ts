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
  /** The broker has the first that is with it; that and what was passed over leave the queue. */
  acknowledge(): readonly SealedBatch[];
  /**
   * The broker finds the number of the first batch with it out of order. True where it may have
   * that batch and a later one, which is then the next to be sent; false where it lacks records.
   */
  passOver(): boolean;
  /** What became of the batches with the broker is not known: all are to be sent again. */
  rewind(): void;
  /** Batches that wait to be sent, and all that are not acknowledged. */
  waiting(): number;
  size(): number;
}

/** Brokers remember the last five batches of a producer: more under way could not be told apart. */
const mostUnderWay = 5;

/**
 * Of a producer that it does not know, or has forgotten, a broker takes any batch as the first; and
 * one that was restarted remembers of a producer's batches the last alone, not five.
 */
const mostUnderWayAtFirst = 1;

const lastSequence = 0x7fffffff;

/** The number that follows so many records; after the last one comes 0. */
const advance = (sequence: number, records: number): number =>
  sequence > lastSequence - records ? records - (lastSequence - sequence) - 1 : sequence + records;

export const createProduceQueue = (firstSequence = 0): ProduceQueue => {
  const batches: SealedBatch[] = [];
  let underWay = 0;
  /** The first batches, which the broker has or lacks, as the answer for a later one will show. */
  let passed = 0;
  /** The first batches that were sent before the last rewind. */
  let doubtful = 0;
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
      const batch = underWay < most ? batches[passed + underWay] : undefined;
      if (batch !== undefined) underWay += 1;
      return batch;
    },
    acknowledge() {
      if (underWay === 0) throw new RangeError('no batch is with the broker');
      const acknowledged = batches.splice(0, passed + 1);
      underWay -= 1;
      doubtful = Math.max(0, doubtful - acknowledged.length);
      passed = 0;
      isKnown = true;
      return acknowledged;
    },
    passOver() {
      if (isKnown || underWay === 0 || passed + 1 >= doubtful) return false;
      underWay -= 1;
      passed += 1;
      return true;
    },
    rewind() {
      doubtful = Math.max(doubtful, passed + underWay);
      underWay = 0;
      passed = 0;
      isKnown = false;
    },
    waiting: () => batches.length - passed - underWay,
    size: () => batches.length,
  };
};
