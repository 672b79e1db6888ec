import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createSeenIds } from './seen-ids.ts';

const columns = (rows: readonly (readonly [time: number, high: bigint, low: bigint])[]) => ({
  rows: rows.length,
  time: BigInt64Array.from(rows, ([time]) => BigInt(time)),
  idHigh: BigUint64Array.from(rows, ([, high]) => high),
  idLow: BigUint64Array.from(rows, ([, , low]) => low),
});

const idArbitrary = fc.tuple(
  fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }),
  fc.bigInt({ min: 0n, max: 3n }),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
);

describe('ids seen', () => {
  test.prop([fc.array(fc.array(idArbitrary, { maxLength: 200 }), { maxLength: 5 })])(
    'marks every id that came before with the same time, in the batch or earlier',
    (batches) => {
      const seen = createSeenIds(3_600_000_000);
      const known = new Set<string>();
      for (const batch of batches) {
        const marks = seen.note(columns(batch));
        for (const [row, id] of batch.entries()) {
          const before = known.has(id.join(' '));
          known.add(id.join(' '));
          if (before) expect(marks[row]).toBe(1);
        }
      }
      expect(seen.size()).toBeLessThanOrEqual(known.size);
    },
  );

  test('marks nothing else among a hundred thousand ids', () => {
    const seen = createSeenIds(3_600_000_000);
    const ids = Array.from(
      { length: 100_000 },
      (_, index) =>
        [
          index * 1000,
          7n,
          (BigInt(index) * 11_400_714_819_323_198_485n) & 0xffff_ffff_ffff_ffffn,
        ] as const,
    );
    expect(seen.note(columns(ids)).includes(1)).toBe(false);
    expect(seen.note(columns(ids)).includes(0)).toBe(false);
    expect(seen.size()).toBe(100_000);
  });

  test('forgets whole slices', () => {
    const seen = createSeenIds(1_000);
    seen.note(
      columns([
        [-1, 1n, 1n],
        [999, 1n, 2n],
        [1_000, 1n, 3n],
      ]),
    );
    seen.forget(1_999);
    expect(seen.size()).toBe(1);
    expect([
      ...seen.note(
        columns([
          [999, 1n, 2n],
          [1_000, 1n, 3n],
        ]),
      ),
    ]).toEqual([0, 1]);
  });
});
