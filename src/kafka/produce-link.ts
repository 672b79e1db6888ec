import type { Connection } from './driver.ts';
import { endConnection } from './connection.ts';
import type { ProduceQueue, SealedBatch } from './produce-queue.ts';
import { produce, type PartitionAnswer, type PartitionBatch } from './produce-request.ts';

/** A partition as a link sees it. */
export interface LinkedPartition {
  readonly partition: number;
  readonly queue: ProduceQueue;
  /** Set while batches of it are to be sent again: answers to what follows them mean nothing. */
  stalled: boolean;
}

/** What a link tells. */
export interface LinkEvents {
  /** An answer for the first batch of a partition that is not stalled. */
  readonly onAnswer: (partition: LinkedPartition, answer: PartitionAnswer) => void;
  /** A request failed as a whole: the connection is of no use any more. */
  readonly onFailure: (cause: unknown) => void;
  /** A request is over, its answers are judged. */
  readonly onSettled: () => void;
}

/** Sends the batches of the partitions that one broker leads over one connection. */
export interface ProduceLink {
  /** Sends what may be sent. */
  pump(): void;
  /** Requests without an answer yet. */
  underWay(): number;
  close(): Promise<void>;
}

const mostRequests = 5;
const mostRequestBytes = 4 << 20;
/** How long a broker may wait for its replicas. */
const replicasTimeoutMs = 15_000;

export const createLink = (
  connection: Connection,
  topic: string,
  partitions: readonly LinkedPartition[],
  { onAnswer, onFailure, onSettled }: LinkEvents,
): ProduceLink => {
  const byNumber = new Map(partitions.map((linked) => [linked.partition, linked]));
  let requests = 0;
  let broken = false;
  let first = 0;

  /** At most one batch of each partition, those that had to wait the last time first. */
  const nextBatches = (): readonly PartitionBatch[] => {
    const batches: PartitionBatch[] = [];
    let size = 0;
    for (let i = 0; i < partitions.length && size < mostRequestBytes; i++) {
      const { partition, queue, stalled } = partitions[(first + i) % partitions.length]!;
      const batch: SealedBatch | undefined = stalled ? undefined : queue.send();
      if (batch === undefined) continue;
      batches.push({ partition, bytes: batch.bytes });
      size += batch.bytes.length;
    }
    first = (first + Math.max(1, batches.length)) % Math.max(1, partitions.length);
    return batches;
  };

  const onResponse = (cause: unknown, answers: readonly PartitionAnswer[] | undefined): void => {
    requests -= 1;
    if (cause !== null && cause !== undefined) {
      broken = true;
      onFailure(cause);
    } else {
      for (const answer of answers ?? []) {
        const linked = byNumber.get(answer.partition);
        if (linked !== undefined && !linked.stalled) onAnswer(linked, answer);
      }
    }
    onSettled();
  };

  return {
    pump() {
      while (!broken && requests < mostRequests) {
        const batches = nextBatches();
        if (batches.length === 0) return;
        requests += 1;
        produce(connection, topic, replicasTimeoutMs, batches, onResponse);
      }
    },
    underWay: () => requests,
    close: () => endConnection(connection),
  };
};
