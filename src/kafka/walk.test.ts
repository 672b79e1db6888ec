import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { maxEventBytes } from '../event/reject.ts';
import type { AbortedTransaction } from './walk-aborted.ts';
import { offsetBehind } from './walk-batch.ts';
import { bytesOf, createLines } from './walk-lines.ts';
import { encodeMarker, encodeTestBatch, type TestBatch, type TestRecord } from './walk.cases.ts';
import { createWalk } from './walk.ts';

interface Walked {
  readonly lines: readonly string[];
  readonly offsets: readonly number[];
  readonly refused: readonly (readonly [number, string])[];
  readonly originals: readonly (readonly [number, string])[];
  readonly next: number;
}

interface Setting {
  readonly from?: number;
  readonly until?: number;
  readonly aborted?: readonly AbortedTransaction[];
  /** Bytes of lines that one step is to stop at. */
  readonly step?: number;
}

const walkAll = (
  fetched: Buffer,
  { from = 0, until = Infinity, aborted = [], step = Infinity }: Setting = {},
): Walked => {
  const records = { topic: 'music', partition: 3, bytes: Buffer.from(fetched), aborted };
  const walk = createWalk(records, { from, until });
  const steps: Walked[] = [];
  while (!walk.isDone) {
    const lines = createLines();
    walk.step(lines, step);
    const text = bytesOf(lines).toString('latin1');
    if (text !== '') expect(text.endsWith('\n')).toBe(true);
    steps.push({
      lines: text.split('\n').slice(0, -1),
      offsets: [...lines.offsets.subarray(0, lines.count)],
      refused: lines.refused.map(({ offset, reason }) => [offset, reason]),
      originals: [...lines.originals].map(([line, bytes]) => [
        line,
        Buffer.from(bytes).toString('latin1'),
      ]),
      next: walk.next,
    });
  }
  return {
    lines: steps.flatMap(({ lines }) => lines),
    offsets: steps.flatMap(({ offsets }) => offsets),
    refused: steps.flatMap(({ refused }) => refused),
    originals: steps.flatMap(({ originals }) => originals),
    next: walk.next,
  };
};

const batchOf = (first: number, values: readonly (string | null)[], more: object = {}): Buffer =>
  encodeTestBatch({
    records: values.map((value, index) => ({ offset: first + index, value })),
    ...more,
  });

describe('values become lines', () => {
  it('with their offsets, past keys, headers and times', () => {
    const records: TestRecord[] = [
      { offset: 70, value: '{"a":1}', key: 'k'.repeat(200), headers: [['h', 'x'.repeat(99)]] },
      { offset: 71, value: '{"b":2}', key: '', timestampDelta: -(2n ** 40n) },
      { offset: 72, value: 'x'.repeat(20_000), key: null },
    ];
    const bytes = encodeTestBatch({ records, isLogAppendTime: true });
    expect(walkAll(bytes, { from: 70 })).toEqual({
      lines: ['{"a":1}', '{"b":2}', 'x'.repeat(20_000)],
      offsets: [70, 71, 72],
      refused: [],
      originals: [],
      next: 73,
    });
  });

  it('of batches of any codec side by side', () => {
    const batches = [0, 3, 0, 0, 1, 2].map((codec, index) =>
      batchOf(index * 2, [`${codec}a`, `${codec}b`], { codec }),
    );
    const { lines, next } = walkAll(Buffer.concat(batches));
    const expected = ['0a', '0b', '3a', '3b', '0a', '0b', '0a', '0b', '1a', '1b', '2a', '2b'];
    expect(lines).toEqual(expected);
    expect(next).toBe(12);
  });

  it('with offsets beyond 32 bits', () => {
    const { offsets, next } = walkAll(batchOf(2 ** 40, ['a', 'b']), { from: 2 ** 40 + 1 });
    expect(offsets).toEqual([2 ** 40 + 1]);
    expect(next).toBe(2 ** 40 + 2);
  });

  it('of a compacted topic with gaps, up to the last offset that the batch covered', () => {
    const records = [
      { offset: 12, value: 'a' },
      { offset: 17, value: 'b' },
    ];
    const holes = encodeTestBatch({ records, baseOffset: 10, lastOffset: 19 });
    const empty = encodeTestBatch({ records: [], baseOffset: 20, lastOffset: 29 });
    expect(walkAll(Buffer.concat([holes, empty]), { from: 11 })).toMatchObject({
      offsets: [12, 17],
      next: 30,
    });
  });
});

describe('what is not wanted is left out', () => {
  it('below the offset that was asked for, and from the end on', () => {
    const fetched = Buffer.concat([batchOf(0, ['a', 'b']), batchOf(2, ['c', 'd', 'e', 'f'])]);
    expect(walkAll(fetched, { from: 3, until: 5 })).toMatchObject({ lines: ['d', 'e'], next: 5 });
    expect(walkAll(fetched, { from: 0, until: 2 })).toMatchObject({ lines: ['a', 'b'], next: 2 });
  });

  it('where the end falls into a gap', () => {
    const fetched = Buffer.concat([batchOf(0, ['a']), batchOf(9, ['b'])]);
    expect(walkAll(fetched, { until: 5 })).toMatchObject({ lines: ['a'], next: 5 });
  });

  it('markers of transactions, and what was given up', () => {
    const mine = { producerId: 5n, isTransactional: true };
    const other = { producerId: 6n, isTransactional: true };
    const fetched = Buffer.concat([
      batchOf(0, ['plain']),
      batchOf(1, ['given up'], mine),
      batchOf(2, ['kept'], other),
      batchOf(3, ['given up'], mine),
      encodeMarker(4, 5n, 'abort'),
      encodeMarker(5, 6n, 'commit'),
      batchOf(6, ['kept'], mine),
      encodeMarker(7, 5n, 'commit'),
      batchOf(8, ['given up'], mine),
      batchOf(9, ['plain'], { producerId: 5n }),
      encodeMarker(10, 5n, 'abort'),
    ]);
    const aborted = [
      { producerId: 5n, firstOffset: 8 },
      { producerId: 5n, firstOffset: 1 },
    ];
    const walked = walkAll(fetched, { aborted });
    expect(walked).toMatchObject({ lines: ['plain', 'kept', 'kept', 'plain'], next: 11 });
    expect(walkAll(fetched, { aborted, step: 1 })).toEqual(walked);
  });

  it('a last batch that is cut', () => {
    const whole = batchOf(0, ['a']);
    const fetched = Buffer.concat([whole, batchOf(1, ['b', 'c'])]);
    for (let size = whole.length; size < fetched.length; size += 1) {
      const cut = fetched.subarray(0, size);
      expect(walkAll(cut)).toMatchObject({ lines: ['a'], next: 1 });
      expect(offsetBehind(cut)).toBe(1);
    }
    expect(offsetBehind(fetched)).toBe(3);
    expect(offsetBehind(whole.subarray(0, -1))).toBeUndefined();
  });
});

describe('records that are no line are refused', () => {
  it('without a value, with one of no bytes, and with nothing but white space', () => {
    const walked = walkAll(batchOf(4, [null, '', ' \t\r\n', 'x', '\n']));
    expect(walked.lines).toEqual(['x']);
    expect(walked.offsets).toEqual([7]);
    expect(walked.refused).toEqual([
      [4, 'empty'],
      [5, 'empty'],
      [6, 'json'],
      [8, 'json'],
    ]);
    expect(walked.next).toBe(9);
  });

  it('over the largest size, which itself passes', () => {
    const walked = walkAll(batchOf(0, ['a'.repeat(maxEventBytes), 'b'.repeat(maxEventBytes + 1)]));
    expect(walked.lines.map(({ length }) => length)).toEqual([maxEventBytes]);
    expect(walked.refused).toEqual([[1, 'oversize']]);
  });

  it('with what they held, cut and escaped', () => {
    const records = { topic: 'music', partition: 0, aborted: [] };
    const value = Buffer.alloc(maxEventBytes + 1, 0xff);
    const bytes = encodeTestBatch({ records: [{ offset: 0, value }] });
    const lines = createLines();
    createWalk({ ...records, bytes }, { from: 0, until: 1 }).step(lines, 1);
    expect(lines.refused).toEqual([
      {
        offset: 0,
        reason: 'oversize',
        detail: 'an event may have 65536 bytes, this one has 65537',
        raw: String.raw`\xff`.repeat(1024),
      },
    ]);
  });
});

it('a LF within a value becomes a CR, and the value is kept', () => {
  const values = ['{"a":1}', '{\n"b":\n2}\n', '{"c":3}', '\n\n{}'];
  const walked = walkAll(batchOf(0, values));
  expect(walked.lines).toEqual(['{"a":1}', '{\r"b":\r2}\r', '{"c":3}', '\r\r{}']);
  expect(walked.originals).toEqual([
    [1, values[1]],
    [3, values[3]],
  ]);
});

describe('a batch that cannot be read stops the walk with its place', () => {
  const bad = (change: (bytes: Buffer) => void, batch: Partial<TestBatch> = {}): Buffer => {
    const bytes = encodeTestBatch({ records: [{ offset: 8, value: 'x' }], ...batch });
    change(bytes);
    return Buffer.concat([batchOf(7, ['before']), bytes]);
  };
  // The first value would reach into the second record.
  const overlong = Buffer.from([16, 0, 0, 0, 1, 10, 97, 98, 0, 16, 0, 0, 2, 1, 4, 97, 98, 0]);

  it.each([
    ['its checksum is wrong', bad((bytes) => void bytes.writeUInt8(0, 66))],
    ['its checksum is wrong', bad((bytes) => void bytes.writeUInt8(1, 30))],
    ['before 0.11', bad(() => {}, { magic: 1 })],
    ['format 3', bad(() => {}, { magic: 3 })],
    ['shorter than its own header', bad((bytes) => bytes.writeInt32BE(-5, 8))],
    ['nobody knows codec 5', bad(() => {}, { codec: 5, body: Buffer.from('x') })],
    ['its gzip cannot be unpacked', bad(() => {}, { codec: 1, body: Buffer.from('x') })],
    ['its snappy cannot be unpacked', bad(() => {}, { codec: 2, body: Buffer.from('x') })],
    ['its zstd cannot be unpacked', bad(() => {}, { codec: 4, body: Buffer.from('x') })],
    ['not the records', bad(() => {}, { codec: 3, body: Buffer.from('xxxx') })],
    ['not the records', bad(() => {}, { body: overlong, count: 2 })],
    ['not the records', bad(() => {}, { count: 2 })],
    ['not the records', bad(() => {}, { count: 0 })],
    ['not the records', bad(() => {}, { count: -1 })],
    ['not the records', bad(() => {}, { count: 2 ** 31 - 1 })],
  ])('%s', (what, fetched) => {
    expect(() => walkAll(fetched, { from: 7 })).toThrow(
      expect.objectContaining({
        code: 'LOG_CORRUPT',
        message: expect.stringContaining(what),
        facts: { topic: 'music', partition: 3, offset: 8 },
      }),
    );
  });
});

it('what stands before a batch that cannot be read is given out first', () => {
  const bytes = Buffer.concat([
    batchOf(0, ['a', null]),
    batchOf(2, ['b\n'], { codec: 3 }),
    // Announces a record more than there is, after one with a LF and one that is refused.
    encodeTestBatch({
      records: ['\n' + 'x'.repeat(30), null].map((value, index) => ({ offset: 3 + index, value })),
      count: 3,
    }),
  ]);
  const walk = createWalk(
    { topic: 'music', partition: 0, bytes, aborted: [] },
    { from: 0, until: Infinity },
  );
  const lines = createLines();
  expect(() => walk.step(lines, Infinity)).toThrow('offset 3');
  expect(bytesOf(lines).toString()).toBe('a\nb\r\n');
  expect(lines.count).toBe(2);
  expect(lines.refused).toHaveLength(1);
  expect([...lines.originals.keys()]).toEqual([1]);
  expect(walk.next).toBe(3);
});

const values = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ minLength: 300, maxLength: 900 }),
  fc.constantFrom(null, '', '\n', ' ', '{\n}', '{"a": "\r"}'),
);

const batches = fc.array(
  fc.record({
    values: fc.array(fc.record({ value: values, key: fc.option(fc.string()), gap: fc.nat(2) })),
    codec: fc.constantFrom(0, 0, 1, 2, 3),
    gapBehind: fc.nat(3),
  }),
  { maxLength: 6 },
);

interface Expected {
  readonly offset: number;
  readonly value: string | null;
}

const isLine = (record: Expected): record is { readonly offset: number; readonly value: string } =>
  record.value !== null && /[^ \t\r\n]/.test(record.value);

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

test.prop([batches, fc.nat(40), fc.nat(60), fc.nat(2000), fc.nat(200)])(
  'any batches, cut anywhere, in steps of any size, are those of their records that were asked for',
  (given, from, span, step, cut) => {
    const until = from + span;
    let offset = 0;
    const records: Expected[] = [];
    const encoded = given.map(({ values, codec, gapBehind }) => {
      const baseOffset = offset;
      const batch = values.map(({ value, key, gap }) => {
        const record = { offset: offset + gap, value, key };
        offset += gap + 1;
        return record;
      });
      offset += gapBehind;
      const lastOffset = Math.max(baseOffset, offset - 1);
      offset = lastOffset + 1;
      const header = { baseOffset, lastOffset, codec };
      return { batch, bytes: encodeTestBatch({ records: batch, ...header }), behind: offset };
    });
    const all = Buffer.concat(encoded.map(({ bytes }) => bytes));
    const size = Math.max(0, all.length - cut);
    let at = 0;
    let behind: number | undefined;
    for (const { batch, bytes, behind: after } of encoded) {
      at += bytes.length;
      if (at > size) break;
      records.push(...batch);
      behind = after;
    }
    const fetched = all.subarray(0, size);
    const wanted = records.filter(({ offset }) => offset >= from && offset < until);
    const lines = wanted.filter(isLine);

    expect(offsetBehind(fetched)).toBe(behind);
    const walked = walkAll(fetched, { from, until, step: step + 1 });
    expect(walked.offsets).toEqual(lines.map(({ offset }) => offset));
    expect(walked.lines).toEqual(lines.map(({ value }) => latin1(value).replaceAll('\n', '\r')));
    expect(walked.originals.map(([, original]) => original)).toEqual(
      lines.filter(({ value }) => value.includes('\n')).map(({ value }) => latin1(value)),
    );
    expect(walked.refused.map(([offset]) => offset)).toEqual(
      wanted.filter((record) => !isLine(record)).map(({ offset }) => offset),
    );
    expect(walked.next).toBe(Math.max(from, Math.min(behind ?? 0, until)));
  },
);

test.prop([fc.uint8Array({ maxLength: 60 }), fc.nat(8)])(
  'bytes that are no records are an error, or records, but never more than the bytes hold',
  (body, count) => {
    const fetched = encodeTestBatch({ records: [], body: Buffer.from(body), count });
    try {
      const { lines, refused } = walkAll(fetched);
      expect(lines.length + refused.length).toBeLessThanOrEqual(count);
    } catch (error) {
      expect(error).toMatchObject({ code: 'LOG_CORRUPT' });
    }
  },
);
