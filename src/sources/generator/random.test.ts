import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect } from 'vitest';
import { aliasTable, pick } from './alias.ts';
import { logUniform, mix, nextWord, normal, randomStream, unit } from './random.ts';

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

test('a stream repeats, and differs by seed, by the upper bits of the seed, and by name', () => {
  const first = (seedNumber: number, name: string) => {
    const random = randomStream(seedNumber, name);
    return [nextWord(random), nextWord(random)].join();
  };
  expect(first(1, 'a')).toBe(first(1, 'a'));
  expect(new Set([first(1, 'a'), first(2, 'a'), first(1 + 2 ** 32, 'a'), first(1, 'b')]).size).toBe(
    4,
  );
});

test.prop([seed])(
  'units are spread evenly and normals have mean 0 and deviation 1',
  (seedNumber) => {
    const random = randomStream(seedNumber, 'test');
    const n = 4000;
    const units = Array.from({ length: n }, () => unit(random));
    const normals = Array.from({ length: n }, () => normal(random));
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / n;
    expect(units.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(mean(units)).toBeCloseTo(0.5, 1);
    expect(mean(normals)).toBeCloseTo(0, 0);
    expect(mean(normals.map((z) => z * z))).toBeCloseTo(1, 0);
  },
);

test.prop([seed])('logUniform stays within its bounds', (seedNumber) => {
  const value = logUniform(randomStream(seedNumber, 'test'), 3, 1200);
  expect(value).toBeGreaterThanOrEqual(3 - 1e-9);
  expect(value).toBeLessThanOrEqual(1200);
});

test('mix sends different words to different words', () => {
  const words = Array.from({ length: 50_000 }, (_, i) => mix(i * 7919));
  expect(new Set(words).size).toBe(words.length);
});

test.prop([fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 })])(
  'an alias table selects each index with the share of its weight',
  (drawn) => {
    const weights = drawn.some((w) => w > 0) ? drawn : [1, ...drawn];
    const table = aliasTable(weights);
    const total = weights.reduce((a, b) => a + b, 0);
    const shares = new Float64Array(weights.length);
    for (let slot = 0; slot < weights.length; slot++) {
      const own = table.threshold[slot]!;
      shares[slot]! += own / weights.length;
      shares[table.alias[slot]!]! += (1 - own) / weights.length;
      expect(pick(table, slot / weights.length + 1e-9, 1 - 1e-12)).toBe(
        own >= 1 - 1e-12 ? slot : table.alias[slot],
      );
    }
    for (const [i, weight] of weights.entries()) expect(shares[i]).toBeCloseTo(weight / total, 9);
  },
);
