import { listOffsetsV7, ResponseError, type Connection } from './driver.ts';

/** The first offset that is there, the next to come (committed), or the first from a time on. */
export type OffsetQuery = 'earliest' | 'latest' | { readonly timeMs: number };

export interface ListedOffset {
  readonly partition: number;
  /** 0 where all is well. */
  readonly errorCode: number;
  /** Undefined where no record is as young as the time that was asked for. */
  readonly offset: number | undefined;
}

type Answer = Awaited<ReturnType<typeof listOffsetsV7.api.async>>;

const readCommitted = 1;
const anyReplica = -1;

const timestampOf = (query: OffsetQuery): bigint => {
  if (query === 'earliest') return -2n;
  return query === 'latest' ? -1n : BigInt(query.timeMs);
};

/** The client throws where a partition has an error code; the others still count. */
const answerIn = (error: unknown): Answer => {
  if (error instanceof ResponseError && error['response'] !== undefined) {
    return error['response'] as Answer;
  }
  throw error;
};

/** Offsets of partitions that this broker leads. */
export const listOffsets = async (
  connection: Connection,
  topic: string,
  partitions: readonly { readonly partition: number; readonly epoch: number }[],
  query: OffsetQuery,
): Promise<readonly ListedOffset[]> => {
  const timestamp = timestampOf(query);
  const asked = partitions.map(({ partition, epoch }) => ({
    partitionIndex: partition,
    currentLeaderEpoch: epoch,
    timestamp,
  }));
  const answer = await listOffsetsV7.api
    .async(connection, anyReplica, readCommitted, [{ name: topic, partitions: asked }])
    .catch(answerIn);
  return answer.topics.flatMap(({ partitions }) =>
    partitions.map(({ partitionIndex, errorCode, offset }) => ({
      partition: partitionIndex,
      errorCode,
      offset: offset < 0n ? undefined : Number(offset),
    })),
  );
};
