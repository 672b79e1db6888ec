import { gzipSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { compressionsAlgorithms } from '@platformatic/kafka';
import { describe, expect } from 'vitest';
import { decompress } from './codec.ts';

const { lz4, snappy } = compressionsAlgorithms;

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

/** Snappy as Java frames it: a header, then blocks with their lengths. */
const javaSnappy = (blocks: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x82SNAPPY\0', 'latin1'),
    ...[int32(1), int32(1)],
    ...blocks.flatMap((block) => {
      const packed = snappy.compressSync(block);
      return [int32(packed.length), packed];
    }),
  ]);

/** One frame of zstd with one raw block, written by hand: nothing on Node 20 packs zstd. */
const rawZstd = (bytes: Buffer): Buffer => {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x80, 0x58]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  const block = Buffer.alloc(3);
  block.writeUIntLE(1 | (bytes.length << 3), 0, 3);
  return Buffer.concat([header, size, block, bytes]);
};

const texts = fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((bytes) => Buffer.from(bytes));

describe('a batch is unpacked', () => {
  test.prop([texts])('from none, gzip, snappy, lz4 and zstd', (bytes) => {
    expect(decompress('none', bytes)).toEqual(bytes);
    expect(decompress('gzip', gzipSync(bytes))).toEqual(bytes);
    expect(decompress('snappy', snappy.compressSync(bytes))).toEqual(bytes);
    expect(decompress('lz4', lz4.compressSync(bytes))).toEqual(bytes);
    expect(decompress('zstd', rawZstd(bytes))).toEqual(bytes);
  });

  test.prop([fc.array(texts, { maxLength: 4 })])('from the blocks of Java', (blocks) => {
    expect(decompress('snappy', javaSnappy(blocks))).toEqual(Buffer.concat(blocks));
  });
});

test.each([
  ['gzip', Buffer.from('no gzip')],
  ['snappy', Buffer.from([0x0f, 0xff, 0xff, 0xff])],
  ['snappy', javaSnappy([Buffer.from('cut short')]).subarray(0, -1)],
  ['lz4', lz4.compressSync(Buffer.from('cut short')).subarray(0, -6)],
  ['zstd', Buffer.from('no zstd')],
] as const)('what is not %s is an error', (codec, bytes) => {
  expect(() => decompress(codec, bytes)).toThrow();
});
