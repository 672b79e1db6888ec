import { compressionsAlgorithms } from './driver.ts';
import { crc32c } from './crc32c.ts';
import type { WritableCodec } from './writable-codecs.ts';

/** A record batch (version 2) that still takes records: its memory, and how far that is filled. */
export interface OpenBatch {
  readonly memory: Buffer;
  /** The same memory; a view that is quicker to write to. */
  readonly bytes: Uint8Array;
  used: number;
  records: number;
}

const headerBytes = 61;
/** Attributes, two deltas, three lengths: what a record has beside its key and value, at most. */
const mostFraming = 32;

/** Memory that a batch needs which holds one record of this size. */
export const roomFor = (keyBytes: number, valueBytes: number): number =>
  headerBytes + mostFraming + keyBytes + valueBytes;

export const openBatch = (memory: Buffer): OpenBatch => ({
  memory,
  bytes: new Uint8Array(memory.buffer, memory.byteOffset, memory.length),
  used: headerBytes,
  records: 0,
});

/** Bytes of a number from 0 to 2^30 as a zigzag varint. */
const varintBytes = (n: number): number =>
  n < 64 ? 1 : n < 8192 ? 2 : n < 1_048_576 ? 3 : n < 134_217_728 ? 4 : 5;

const writeVarint = (bytes: Uint8Array, at: number, n: number): number => {
  let rest = n << 1;
  let end = at;
  while (rest > 127) {
    bytes[end++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[end++] = rest;
  return end;
};

const zigzagOfNull = 1;

/**
 * Adds a record: its value is what `source` holds from `from` to before `to`, its key what it
 * holds from `keyFrom` to before `keyTo`, none where `keyFrom` is -1. False where there is no room.
 */
export const appendRecord = (
  batch: OpenBatch,
  source: Uint8Array,
  keyFrom: number,
  keyTo: number,
  from: number,
  to: number,
): boolean => {
  const { bytes, records } = batch;
  const valueBytes = to - from;
  const keyBytes = keyFrom < 0 ? 0 : keyTo - keyFrom;
  if (batch.used + mostFraming + keyBytes + valueBytes > bytes.length) return false;
  // Attributes, timestamp delta and number of headers take a byte each.
  const bodyBytes =
    3 +
    varintBytes(records) +
    varintBytes(keyBytes) +
    keyBytes +
    varintBytes(valueBytes) +
    valueBytes;
  let at = writeVarint(bytes, batch.used, bodyBytes);
  bytes[at++] = 0;
  bytes[at++] = 0;
  at = writeVarint(bytes, at, records);
  if (keyFrom < 0) {
    bytes[at++] = zigzagOfNull;
  } else {
    at = writeVarint(bytes, at, keyBytes);
    for (let i = keyFrom; i < keyTo; i++) bytes[at++] = source[i]!;
  }
  at = writeVarint(bytes, at, valueBytes);
  bytes.set(source.subarray(from, to), at);
  at += valueBytes;
  bytes[at++] = 0;
  batch.used = at;
  batch.records = records + 1;
  return true;
};

/** Who sends a batch: with it the broker tells a batch that comes again from a new one. */
export interface ProducerIdentity {
  readonly id: bigint;
  readonly epoch: number;
}

const crcAt = 17;
const attributesAt = 21;
const noLeaderEpoch = -1;
const magic = 2;

/** What goes to the broker: the memory of the batch itself, or new bytes where it is compressed. */
const packed = ({ memory, used }: OpenBatch, codec: WritableCodec): Buffer => {
  if (codec === 'none') return memory.subarray(0, used);
  const records = compressionsAlgorithms[codec].compressSync(memory.subarray(headerBytes, used));
  return Buffer.concat([memory.subarray(0, headerBytes), records]);
};

/**
 * Finishes a batch: all records carry the one timestamp (ms), the numbers of `producer` count from
 * `sequence`. The batch takes no more records; without compression the result is its memory.
 */
export const sealBatch = (
  batch: OpenBatch,
  codec: WritableCodec,
  timestampMs: number,
  producer: ProducerIdentity,
  sequence: number,
): Buffer => {
  const bytes = packed(batch, codec);
  const timestamp = BigInt(timestampMs);
  bytes.writeBigInt64BE(0n, 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt32BE(noLeaderEpoch, 12);
  bytes.writeInt8(magic, 16);
  bytes.writeInt16BE(compressionsAlgorithms[codec].bitmask, attributesAt);
  bytes.writeInt32BE(batch.records - 1, 23);
  bytes.writeBigInt64BE(timestamp, 27);
  bytes.writeBigInt64BE(timestamp, 35);
  bytes.writeBigInt64BE(producer.id, 43);
  bytes.writeInt16BE(producer.epoch, 51);
  bytes.writeInt32BE(sequence, 53);
  bytes.writeInt32BE(batch.records, 57);
  bytes.writeUInt32BE(crc32c(bytes.subarray(attributesAt)), crcAt);
  return bytes;
};
