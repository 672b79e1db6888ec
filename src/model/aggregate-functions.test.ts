import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  type Aggregate,
  count,
  distinct,
  largest,
  percentile,
  smallest,
  sum,
} from './aggregate.ts';
import { withFunction } from './aggregate-functions.ts';
import type { Value } from './aggregates/function.ts';
import { column } from './expression.ts';

const integer = column('integer', 'event', 'played_ms');
const text = column('text', 'event', 'song_id');

const finished = (aggregate: Aggregate, values: readonly Value[]): Value =>
  withFunction(aggregate, (fn) => {
    let partial = fn.zero();
    for (const value of values) partial = fn.add(partial, value);
    return fn.finish(partial);
  });

/** Every part folded by itself, then combined from the right. */
const finishedInParts = (aggregate: Aggregate, parts: readonly (readonly Value[])[]): Value =>
  withFunction(aggregate, (fn) => {
    const partials = parts.map((part) => {
      let partial = fn.zero();
      for (const value of part) partial = fn.add(partial, value);
      return partial;
    });
    return fn.finish(partials.reduceRight((right, left) => fn.combine(left, right), fn.zero()));
  });

const ofIntegers: readonly (readonly [string, Aggregate])[] = [
  ['count', count('event').aggregate],
  ['sum', sum(integer).aggregate],
  ['min', smallest(integer).aggregate],
  ['max', largest(integer).aggregate],
  ['distinct', distinct(integer).aggregate],
  ['50th percentile', percentile(50, integer).aggregate],
  ['90th percentile', percentile(90, integer).aggregate],
];

const ofTexts: readonly (readonly [string, Aggregate])[] = [
  ['min of text', smallest(text).aggregate],
  ['max of text', largest(text).aggregate],
  ['distinct of text', distinct(text).aggregate],
];

test.each([
  ['count', [], 0],
  ['count', [null, 1], 2],
  ['sum', [], 0],
  ['sum', [null], 0],
  ['sum', [3, null, -1], 2],
  ['min', [null], null],
  ['min', [3, null, -1], -1],
  ['max', [], null],
  ['max', [-3, null, -1], -1],
  ['distinct', [null], 0],
  ['distinct', [1, 2, 1, null], 2],
  ['50th percentile', [null], null],
  ['50th percentile', [7], 7],
  ['50th percentile', [10, 9], 9],
  ['50th percentile', [10, 9, 100], 10],
  ['90th percentile', [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 9],
  ['90th percentile', [9, 8, 7, 6, 5, 4, 3, 2, 1], 9],
] as const)('%s of %j is %j', (name, values, expected) => {
  const aggregate = ofIntegers.find(([known]) => known === name)?.[1];
  if (aggregate === undefined) throw new Error(name);
  expect(finished(aggregate, values)).toBe(expected);
});

test('the nearest rank is reckoned in integers: rank 7 of 7 hundredths in a hundred', () => {
  // 0.07 * 100 is 7.000000000000001 in doubles, which would be rounded up to rank 8.
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(finished(percentile(7, integer).aggregate, values)).toBe(7);
  for (let percent = 1; percent <= 100; percent += 1) {
    expect(finished(percentile(percent, integer).aggregate, values)).toBe(percent);
  }
});

test('text is ordered by its bytes', () => {
  const values = ['\u{10000}', null, '\u{FFFF}'];
  expect(finished(smallest(text).aggregate, values)).toBe('\u{FFFF}');
  expect(finished(largest(text).aggregate, values)).toBe('\u{10000}');
});

describe('partials combine to the whole, in any grouping and order', () => {
  const partsOf = (value: fc.Arbitrary<Value>) =>
    fc.array(fc.array(fc.option(value), { maxLength: 6 }), { maxLength: 5 });

  describe.each(ofIntegers)('%s', (_, aggregate) => {
    property.prop([partsOf(fc.integer({ min: -20, max: 20 }))])('of integers', (parts) => {
      expect(finishedInParts(aggregate, parts)).toBe(finished(aggregate, parts.flat()));
      expect(finishedInParts(aggregate, parts.toReversed())).toBe(
        finished(aggregate, parts.flat()),
      );
    });
  });

  describe.each(ofTexts)('%s', (_, aggregate) => {
    property.prop([partsOf(fc.string({ unit: 'binary', maxLength: 2 }))])('of texts', (parts) => {
      expect(finishedInParts(aggregate, parts)).toBe(finished(aggregate, parts.flat()));
      expect(finishedInParts(aggregate, parts.toReversed())).toBe(
        finished(aggregate, parts.flat()),
      );
    });
  });
});
