import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { isBlank, withoutCarriageReturn } from '../../event/line.ts';
import { maxEventBytes } from '../../event/reject.ts';
import { addTo, type Seen, useLog } from './log.cases.ts';

const { append, readerOf, renew } = useLog();

/** What the log holds, by the plainest means. */
const recordsOf = (bytes: Buffer): (readonly [number, string])[] => {
  const records: (readonly [number, string])[] = [];
  let from = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0;
  for (;;) {
    const end = bytes.indexOf('\n', from);
    if (end < 0) return records;
    const line = bytes.subarray(from, end);
    const size = withoutCarriageReturn(line).length;
    if (size <= maxEventBytes) records.push([from, line.toString('latin1')]);
    else if (!isBlank(line)) {
      const detail = `an event may have ${maxEventBytes} bytes, this one has ${size}`;
      records.push([from, `oversize: ${detail}`]);
    }
    from = end + 1;
  }
};

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', '{"b":1}', '\n', '\n', 'cc\r\n', ' \n', '\ufeff') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('x', ' '), fc.integer({ min: 65_500, max: 65_540 }))
      .map(([letter, times]) => letter.repeat(times)),
  },
  { weight: 1, arbitrary: fc.nat(3000).map((times) => 'line of a log\n'.repeat(times)) },
);

test.prop(
  [
    fc.array(fc.tuple(fc.nat(2), fc.array(piece, { maxLength: 8 })), { maxLength: 12 }),
    fc.array(fc.constantFrom(1, 100, 70_000, 1 << 20), { minLength: 1 }),
    fc.nat(20),
  ],
  { numRuns: 60 },
)(
  'any log, however it grows and is read, gives each record once and in order',
  async (appends, rooms, restart) => {
    await renew();
    const logs = [Buffer.alloc(0), Buffer.alloc(0), Buffer.alloc(0)];
    const seen: Seen = new Map();
    const positions = new Map<number, number>();
    let reader = await readerOf();
    let call = 0;
    const read = async (): Promise<number> => {
      if (call === restart) {
        await reader.close();
        reader = await readerOf({ from: new Map(positions) });
      }
      call += 1;
      const maxBytes = rooms[call % rooms.length] ?? 1;
      const result = await reader.next({ maxBytes, waitMs: 0 });
      addTo(seen, result);
      for (const { partition, next } of result.chunks) positions.set(partition, next);
      return result.chunks.length;
    };
    for (const [partition, pieces] of appends) {
      const text = Buffer.from(pieces.join(''));
      append(partition, text);
      logs[partition] = Buffer.concat([logs[partition]!, text]);
      await read();
      await read();
    }
    rooms.push(1 << 20);
    while ((await read()) > 0);
    for (const [partition, bytes] of logs.entries()) {
      expect(seen.get(partition) ?? []).toEqual(recordsOf(bytes));
    }
  },
);
