import { fc, test as property } from '@fast-check/vitest';
import { murmur2 as theirs } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import { murmur2, partitionOf } from './murmur2.ts';

describe('murmur2', () => {
  // From Kafka's own tests (UtilsTest.testMurmur2).
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is %i', (text, expected) => {
    expect(murmur2(Buffer.from(text))).toBe(expected);
  });

  property.prop([fc.uint8Array({ maxLength: 40 }), fc.nat(5), fc.nat(5)])(
    'of a slice is what the client says of a copy',
    (key, before, after) => {
      const bytes = Buffer.concat([Buffer.alloc(before, 7), key, Buffer.alloc(after, 9)]);
      expect(murmur2(bytes, before, before + key.length)).toBe(theirs(Buffer.from(key)));
    },
  );
});

test('a partition is never negative', () => {
  const key = Buffer.from('21');
  expect(partitionOf(key, 0, 2, 7)).toBe((-973932308 & 0x7fffffff) % 7);
});
