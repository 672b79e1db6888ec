import { fc, test as property } from '@fast-check/vitest';
import { readRecordsBatch, Reader } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import { appendRecord, openBatch, roomFor, sealBatch } from './encode-batch.ts';
import { writableCodecs } from './writable-codecs.ts';
import { bytesOf, createLines } from './walk-lines.ts';
import { createWalk } from './walk.ts';

const producer = { id: 4_294_967_301n, epoch: 7 };

interface Given {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
}

const record: fc.Arbitrary<Given> = fc.record({
  key: fc.option(fc.uint8Array({ maxLength: 70 })),
  value: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // Where lengths begin to take two and three bytes.
    fc.constantFrom(63, 64, 8191, 8192, 70_000).map((size) => new Uint8Array(size).fill(size)),
  ),
});

const encode = (records: readonly Given[], codec: (typeof writableCodecs)[number]): Buffer => {
  const batch = openBatch(
    Buffer.alloc(records.reduce((sum, r) => sum + roomFor(r.key?.length ?? 0, r.value.length), 0)),
  );
  for (const { key, value } of records) {
    const bytes = Buffer.concat([Buffer.from('-'), key ?? Buffer.alloc(0), value]);
    const keyTo = 1 + (key?.length ?? 0);
    expect(appendRecord(batch, bytes, key === null ? -1 : 1, keyTo, keyTo, bytes.length)).toBe(
      true,
    );
  }
  return sealBatch(batch, codec, 1_793_491_200_123, producer, 2_147_483_647 - 9);
};

describe('a record batch', () => {
  property.prop([
    fc.array(record, { minLength: 1, maxLength: 150 }),
    fc.constantFrom(...writableCodecs),
  ])("is read back by the client's own reader", (records, codec) => {
    const read = readRecordsBatch(Reader.from(encode(records, codec)));
    expect(read).toMatchObject({
      firstOffset: 0n,
      magic: 2,
      partitionLeaderEpoch: -1,
      lastOffsetDelta: records.length - 1,
      firstTimestamp: 1_793_491_200_123n,
      maxTimestamp: 1_793_491_200_123n,
      producerId: producer.id,
      producerEpoch: 7,
      firstSequence: 2_147_483_638,
    });
    const latin1 = (bytes: Uint8Array | null): string | null =>
      bytes === null ? null : Buffer.from(bytes).toString('latin1');
    expect(
      read.records.map((found) => ({
        key: latin1(found.key),
        value: latin1(found.value),
        offsetDelta: found.offsetDelta,
        timestampDelta: found.timestampDelta,
      })),
    ).toEqual(
      records.map(({ key, value }, offsetDelta) => ({
        key: latin1(key),
        value: latin1(value),
        offsetDelta,
        timestampDelta: 0n,
      })),
    );
  });

  property.prop([
    fc.array(fc.stringMatching(/^\{[a-z]{0,300}\}$/), { minLength: 1, maxLength: 60 }),
    fc.constantFrom(...writableCodecs),
  ])('is walked as it was written', (values, codec) => {
    const bytes = encode(
      values.map((value) => ({ key: Buffer.from('key'), value: Buffer.from(value) })),
      codec,
    );
    const lines = createLines();
    const walk = createWalk(
      { topic: 't', partition: 0, bytes: Buffer.from(bytes), aborted: [] },
      { from: 0, until: Infinity },
    );
    while (!walk.isDone) walk.step(lines, Infinity);
    expect(bytesOf(lines).toString()).toBe(values.map((value) => `${value}\n`).join(''));
    expect(walk.next).toBe(values.length);
  });

  test('has its length and checksum where they belong', () => {
    // One record "v" without a key, made by hand after the protocol's documentation.
    const bytes = encode([{ key: null, value: Buffer.from('v') }], 'none');
    expect(bytes.readInt32BE(8)).toBe(bytes.length - 12);
    expect(bytes.subarray(61).toString('hex')).toBe('0e00000001027600');
  });

  test('takes no record for which there is no room, and stays as it was', () => {
    const value = Buffer.alloc(100);
    const batch = openBatch(Buffer.alloc(roomFor(0, 100) + 50));
    expect(appendRecord(batch, value, -1, -1, 0, 100)).toBe(true);
    const { used } = batch;
    expect(appendRecord(batch, value, -1, -1, 0, 100)).toBe(false);
    expect(batch).toMatchObject({ used, records: 1 });
  });
});
