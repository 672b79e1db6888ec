import { gzipSync } from 'node:zlib';
import { compressionsAlgorithms } from '@platformatic/kafka';

/** A record of a test batch; offsets are those of the log. */
export interface TestRecord {
  readonly offset: number;
  readonly value: Uint8Array | string | null;
  readonly key?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly timestampDelta?: bigint;
}

export interface TestBatch {
  readonly records: readonly TestRecord[];
  /** By its number; 0 to 3 are packed here. */
  readonly codec?: number;
  /** For batches from which compaction took records; else the offsets of the first and last. */
  readonly baseOffset?: number;
  readonly lastOffset?: number;
  readonly producerId?: bigint;
  readonly isTransactional?: boolean;
  readonly isControl?: boolean;
  readonly isLogAppendTime?: boolean;
  readonly magic?: number;
  /** Instead of the records, packed or not, and their number: for what a header lies about. */
  readonly body?: Buffer;
  readonly count?: number;
}

const zigzag = (value: bigint): number[] => {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
};

const varint = (value: number): Buffer => Buffer.from(zigzag(BigInt(value)));

const withLength = (bytes: Buffer | null): Buffer =>
  bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);

const textBytes = (text: Uint8Array | string | null | undefined): Buffer | null =>
  text === null || text === undefined ? null : Buffer.from(text as string);

const encodeRecord = (record: TestRecord, baseOffset: number): Buffer => {
  const { offset, value, key, headers = [], timestampDelta = 0n } = record;
  return withLength(
    Buffer.concat([
      Buffer.of(0),
      Buffer.from(zigzag(timestampDelta)),
      varint(offset - baseOffset),
      withLength(textBytes(key)),
      withLength(textBytes(value)),
      varint(headers.length),
      ...headers.flatMap(([name, text]) => [
        withLength(Buffer.from(name)),
        withLength(Buffer.from(text)),
      ]),
    ]),
  );
};

/** Castagnoli's checksum, bit by bit. */
const checksum = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
};

const pack = (codec: number, bytes: Buffer): Buffer => {
  if (codec === 1) return gzipSync(bytes);
  if (codec === 2) return compressionsAlgorithms.snappy.compressSync(bytes);
  return codec === 3 ? compressionsAlgorithms.lz4.compressSync(bytes) : bytes;
};

/** The bytes of a record batch, written from the protocol's page alone. */
export const encodeTestBatch = (batch: TestBatch): Buffer => {
  const { records, codec = 0, producerId = -1n, magic = 2 } = batch;
  const baseOffset = batch.baseOffset ?? records[0]?.offset ?? 0;
  const lastOffset = batch.lastOffset ?? records.at(-1)?.offset ?? baseOffset;
  const attributes =
    codec |
    (batch.isLogAppendTime === true ? 8 : 0) |
    (batch.isTransactional === true ? 16 : 0) |
    (batch.isControl === true ? 32 : 0);
  const encoded = records.map((record) => encodeRecord(record, baseOffset));
  const body = batch.body ?? pack(codec, Buffer.concat(encoded));
  const bytes = Buffer.alloc(61 + body.length);
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt32BE(7, 12);
  bytes.writeInt8(magic, 16);
  bytes.writeInt16BE(attributes, 21);
  bytes.writeInt32BE(lastOffset - baseOffset, 23);
  bytes.writeBigInt64BE(1_700_000_000_000n, 27);
  bytes.writeBigInt64BE(1_700_000_000_000n, 35);
  bytes.writeBigInt64BE(producerId, 43);
  bytes.writeInt16BE(0, 51);
  bytes.writeInt32BE(0, 53);
  bytes.writeInt32BE(batch.count ?? records.length, 57);
  body.copy(bytes, 61);
  bytes.writeUInt32BE(checksum(bytes.subarray(21)), 17);
  return bytes;
};

/** What a broker writes behind a transaction. */
export const encodeMarker = (
  offset: number,
  producerId: bigint,
  kind: 'abort' | 'commit',
): Buffer => {
  const key = Buffer.from([0, 0, 0, kind === 'abort' ? 0 : 1]).toString('latin1');
  return encodeTestBatch({
    records: [{ offset, key, value: '\0\0\0\0\0\0' }],
    producerId,
    isTransactional: true,
    isControl: true,
  });
};
