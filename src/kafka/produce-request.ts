import { createAPI, Writer, type Reader } from './driver.ts';

export interface PartitionBatch {
  readonly partition: number;
  readonly bytes: Buffer;
}

/** What became of a batch; code 0 is success. */
export interface PartitionAnswer {
  readonly partition: number;
  readonly code: number;
  /** The broker's own words, where it has any. */
  readonly message: string | null;
}

const produceKey = 0;
/** The newest that brokers from 2.4 on know and that names topics, not ids. */
const version = 9;
const allReplicas = -1;

const createRequest = (
  topic: string,
  timeoutMs: number,
  batches: readonly PartitionBatch[],
): Writer =>
  Writer.create()
    .appendString(null)
    .appendInt16(allReplicas)
    .appendInt32(timeoutMs)
    .appendArray([topic], (topics, name) =>
      topics.appendString(name).appendArray([...batches], (writer, { partition, bytes }) =>
        writer
          .appendInt32(partition)
          .appendUnsignedVarInt(bytes.length + 1)
          .append(bytes),
      ),
    )
    .appendTaggedFields();

/** The client's own function skips as many bytes as there are fields. */
const skipTags = (reader: Reader): void => {
  const fields = reader.readUnsignedVarInt();
  for (let i = 0; i < fields; i++) {
    reader.readUnsignedVarInt();
    reader.skip(reader.readUnsignedVarInt());
  }
};

const list = <T>(reader: Reader, read: (reader: Reader) => T): readonly T[] =>
  reader.readArray(
    (entry) => {
      const value = read(entry);
      skipTags(entry);
      return value;
    },
    true,
    false,
  );

const readAnswer = (reader: Reader): PartitionAnswer => {
  const partition = reader.readInt32();
  const code = reader.readInt16();
  // Base offset, time of appending, start of the log.
  reader.skip(24);
  const recordErrors = list(reader, (entry) => {
    entry.readInt32();
    return entry.readNullableString();
  });
  const message = reader.readNullableString();
  return { partition, code, message: recordErrors.find((words) => words !== null) ?? message };
};

const parseResponse = (
  _correlation: number,
  _key: number,
  _version: number,
  reader: Reader,
): readonly PartitionAnswer[] =>
  list(reader, (topic) => {
    topic.readString();
    return list(topic, readAnswer);
  }).flat();

/** Asks a broker to append batches, one per partition, on all replicas. */
export const produce = createAPI<
  [topic: string, timeoutMs: number, batches: readonly PartitionBatch[]],
  readonly PartitionAnswer[]
>(produceKey, version, createRequest, parseResponse);
