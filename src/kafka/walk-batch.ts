/** Positions in a record batch from its start; those after `magic` hold for magic 2. */
const position = {
  length: 8,
  magic: 16,
  checksum: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  producerId: 43,
  count: 57,
  records: 61,
} as const;

/** The bytes before those that the length counts. */
const uncountedBytes = 12;

/** Where a batch lies in bytes from a log. */
export interface BatchFrame {
  readonly start: number;
  readonly end: number;
  readonly baseOffset: number;
  /** 2 since Kafka 0.11; undefined where the length leaves no room for a batch of magic 2. */
  readonly magic: number | undefined;
}

/** The header of a batch of magic 2. */
export interface BatchHeader {
  readonly lastOffset: number;
  readonly checksum: number;
  /** The checksum is that of the bytes from here to the end. */
  readonly checksumFrom: number;
  readonly codec: number;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly producerId: bigint;
  readonly count: number;
  readonly recordsAt: number;
}

const readOffset = (bytes: Buffer, at: number): number =>
  bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);

/** The batch at `at`; undefined where its end is missing, as fetches cut the last one. */
export const readFrame = (bytes: Buffer, at: number): BatchFrame | undefined => {
  if (at + uncountedBytes > bytes.length) return undefined;
  const end = at + uncountedBytes + bytes.readInt32BE(at + position.length);
  if (end > bytes.length) return undefined;
  const isOld = end - at > position.magic && bytes.readInt8(at + position.magic) < 2;
  const magic =
    isOld || end - at >= position.records ? bytes.readInt8(at + position.magic) : undefined;
  return { start: at, end, baseOffset: readOffset(bytes, at), magic };
};

export const readHeader = (bytes: Buffer, { start, baseOffset }: BatchFrame): BatchHeader => {
  const attributes = bytes.readInt16BE(start + position.attributes);
  return {
    lastOffset: baseOffset + bytes.readInt32BE(start + position.lastOffsetDelta),
    checksum: bytes.readUInt32BE(start + position.checksum),
    checksumFrom: start + position.attributes,
    codec: attributes & 0b111,
    isTransactional: (attributes & 0b1_0000) !== 0,
    isControl: (attributes & 0b10_0000) !== 0,
    producerId: bytes.readBigInt64BE(start + position.producerId),
    count: bytes.readInt32BE(start + position.count),
    recordsAt: start + position.records,
  };
};

/**
 * The offset behind the last whole batch, without a look at the records: where the next fetch goes
 * on. Undefined where there is no whole batch; up to one of another magic, if there is one.
 */
export const offsetBehind = (bytes: Buffer): number | undefined => {
  let behind: number | undefined;
  for (let frame = readFrame(bytes, 0); frame?.magic === 2; frame = readFrame(bytes, frame.end)) {
    behind = frame.baseOffset + bytes.readInt32BE(frame.start + position.lastOffsetDelta) + 1;
  }
  return behind;
};
