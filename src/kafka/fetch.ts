import { createAPI, Writer, type Connection, type Reader } from './driver.ts';
import type { AbortedTransaction } from './walk-aborted.ts';

export interface FetchPartition {
  readonly partition: number;
  readonly offset: number;
  /** As last heard: an older or newer one than the broker's is refused. */
  readonly leaderEpoch: number;
}

export interface FetchRequest {
  readonly topicId: string;
  /** The first with records may exceed the limits by a batch, so the order should change. */
  readonly partitions: readonly FetchPartition[];
  /** How long the broker holds an answer with fewer bytes than `leastBytes`. */
  readonly maxWaitMs: number;
  readonly leastBytes: number;
  readonly maxBytes: number;
  readonly partitionMaxBytes: number;
}

export interface FetchedPartition {
  readonly partition: number;
  /** 0 where all is well. */
  readonly errorCode: number;
  /** The last stable offset: what may be read ends before it. Negative with an error. */
  readonly end: number;
  readonly aborted: readonly AbortedTransaction[];
  /** Record batches in one piece, the last perhaps cut. */
  readonly bytes: Buffer;
}

export interface FetchAnswer {
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

const anyReplica = -1;
const readCommitted = 1;
const noSession = 0;
const lastOfSession = -1;
const noEpoch = -1;

const createRequest = (request: FetchRequest): Writer =>
  Writer.create()
    .appendInt32(anyReplica)
    .appendInt32(request.maxWaitMs)
    .appendInt32(request.leastBytes)
    .appendInt32(request.maxBytes)
    .appendInt8(readCommitted)
    .appendInt32(noSession)
    .appendInt32(lastOfSession)
    .appendArray([request], (writer, { topicId, partitions, partitionMaxBytes }) => {
      writer
        .appendUUID(topicId)
        .appendArray([...partitions], (writer, { partition, offset, leaderEpoch }) => {
          writer
            .appendInt32(partition)
            .appendInt32(leaderEpoch)
            .appendInt64(BigInt(offset))
            .appendInt32(noEpoch)
            .appendInt64(-1n)
            .appendInt32(partitionMaxBytes);
        });
    })
    .appendArray([], () => {})
    .appendString('')
    .appendTaggedFields();

/** The client's own function skips as many bytes as there are fields. */
const skipTags = (reader: Reader): void => {
  for (let count = reader.readUnsignedVarInt(); count > 0; count -= 1) {
    reader.readUnsignedVarInt();
    reader.skip(reader.readUnsignedVarInt());
  }
};

const readAborted = (reader: Reader): AbortedTransaction => {
  const producerId = reader.readInt64();
  const firstOffset = Number(reader.readInt64());
  skipTags(reader);
  return { producerId, firstOffset };
};

/** Makes a buffer for records; what it holds is overwritten. */
export type TakeBuffer = (size: number) => Buffer;

/** The next bytes in one piece; the answer has them in as many as came from the socket. */
const readBytes = (reader: Reader, size: number, take: TakeBuffer): Buffer => {
  const bytes = take(size);
  let at = 0;
  for (const part of reader.buffer.subarray(reader.position, reader.position + size).buffers) {
    at += part.copy(bytes, at);
  }
  reader.skip(size);
  return bytes;
};

const readPartition = (reader: Reader, take: TakeBuffer): FetchedPartition => {
  const partition = reader.readInt32();
  const errorCode = reader.readInt16();
  reader.readInt64();
  const end = Number(reader.readInt64());
  reader.readInt64();
  const aborted = reader.readNullableArray(readAborted, true, false) ?? [];
  reader.readInt32();
  const bytes = readBytes(reader, Math.max(0, reader.readUnsignedVarInt() - 1), take);
  skipTags(reader);
  return { partition, errorCode, end, aborted, bytes };
};

const parseAnswer = (reader: Reader, take: TakeBuffer): FetchAnswer => {
  reader.readInt32();
  const errorCode = reader.readInt16();
  reader.readInt32();
  const topics = reader.readArray(
    (reader) => {
      reader.readUUID();
      const partitions = reader.readArray((reader) => readPartition(reader, take), true, false);
      skipTags(reader);
      return partitions;
    },
    true,
    false,
  );
  return { errorCode, partitions: topics.flat() };
};

/** Records of one topic from the broker that leads these partitions, as the bytes of its log. */
export type FetchRecords = (connection: Connection, request: FetchRequest) => Promise<FetchAnswer>;

/**
 * Fetches records into buffers that it is given. Version 13, the first with topic ids: a topic made
 * anew is not taken for the old one.
 */
export const createFetch = (take: TakeBuffer): FetchRecords => {
  const api = createAPI<[request: FetchRequest], FetchAnswer>(
    1,
    13,
    createRequest,
    (_id, _key, _version, reader) => parseAnswer(reader, take),
  );
  return (connection, request) => api.async(connection, request);
};
