import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect } from 'vitest';
import { exp, ln, pow } from './exact-math.ts';

const closeTo = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));

test.prop([fc.double({ min: -30, max: 30, noNaN: true })])('exp is e to the x', (x) => {
  closeTo(exp(x) / Math.exp(x), 1);
});

test.prop([fc.double({ min: 1e-9, max: 1e12, noNaN: true })])(
  'ln is the natural logarithm',
  (x) => {
    closeTo(ln(x), Math.log(x));
  },
);

test('pow raises to broken exponents', () => {
  closeTo(pow(100, 0.5), 10);
  closeTo(pow(16, -1.25), 1 / 32);
});

test('results are fixed to the last bit', () => {
  expect([exp(1.52), ln(10), pow(16, -1.21)]).toMatchInlineSnapshot(`
    [
      4.572225195142158,
      2.3025850929940455,
      0.03491522306475688,
    ]
  `);
});
