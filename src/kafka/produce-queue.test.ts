import { describe, expect, test } from 'vitest';
import { createProduceQueue, type SealedBatch } from './produce-queue.ts';

const batch = (name: string, records = 1): SealedBatch => ({ bytes: Buffer.from(name), records });

const names = (batches: readonly (SealedBatch | undefined)[]): readonly (string | undefined)[] =>
  batches.map((one) => one?.bytes.toString());

describe('the batches of a partition', () => {
  test('the first goes alone, then at most five are with the broker, in their order', () => {
    const queue = createProduceQueue();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) queue.add(batch(name));
    expect(names([queue.send(), queue.send()])).toEqual(['a', undefined]);
    queue.rewind();
    expect(names([queue.send(), queue.send()])).toEqual(['a', undefined]);
    queue.acknowledge();
    const sent = Array.from({ length: 6 }, () => queue.send());
    expect(names(sent)).toEqual(['b', 'c', 'd', 'e', 'f', undefined]);
    expect(names(queue.acknowledge())).toEqual(['b']);
    expect(names([queue.send(), queue.send()])).toEqual(['g', undefined]);
    expect([queue.waiting(), queue.size()]).toEqual([0, 5]);
  });

  test('all that are not acknowledged are sent again, in the same order', () => {
    const queue = createProduceQueue();
    for (const name of ['a', 'b', 'c', 'd']) queue.add(batch(name));
    queue.send();
    queue.acknowledge();
    queue.send();
    queue.send();
    queue.acknowledge();
    queue.rewind();
    expect(names([queue.send(), queue.send()])).toEqual(['c', undefined]);
    queue.acknowledge();
    expect(names([queue.send(), queue.send()])).toEqual(['d', undefined]);
  });

  test('of those sent again one may be passed over, where a later one was sent too', () => {
    const queue = createProduceQueue();
    for (const name of ['a', 'b', 'c', 'd', 'e']) queue.add(batch(name));
    queue.send();
    expect(queue.passOver()).toBe(false);
    queue.acknowledge();
    expect(names([queue.send(), queue.send(), queue.send()])).toEqual(['b', 'c', 'd']);
    expect(queue.passOver()).toBe(false);
    queue.rewind();
    expect(names([queue.send()])).toEqual(['b']);
    expect(queue.passOver()).toBe(true);
    expect(names([queue.send(), queue.send()])).toEqual(['c', undefined]);
    // A second outage: of all three it is still not known.
    queue.rewind();
    expect(names([queue.send()])).toEqual(['b']);
    expect([queue.passOver(), queue.waiting(), queue.size()]).toEqual([true, 3, 4]);
    expect(names([queue.send()])).toEqual(['c']);
    expect(queue.passOver()).toBe(true);
    expect(names([queue.send()])).toEqual(['d']);
    // The last that was sent before: the broker has none of them, and not what came before.
    expect(queue.passOver()).toBe(false);
    expect(names(queue.acknowledge())).toEqual(['b', 'c', 'd']);
    expect([names([queue.send()]), queue.waiting(), queue.size()]).toEqual([['e'], 0, 1]);
  });

  test('records are numbered on, and after the last number from 0', () => {
    const queue = createProduceQueue(0x7fffffff - 2);
    queue.add(batch('two', 2));
    expect(queue.nextSequence()).toBe(0x7fffffff);
    queue.add(batch('one', 1));
    expect(queue.nextSequence()).toBe(0);
    queue.add(batch('three', 3));
    expect(queue.nextSequence()).toBe(3);
  });

  test('a batch may reach over the last number', () => {
    const queue = createProduceQueue(0x7fffffff - 1);
    queue.add(batch('five', 5));
    // Numbers 2147483646, 2147483647, 0, 1, 2.
    expect(queue.nextSequence()).toBe(3);
  });

  test('an acknowledgement for nothing is a defect', () => {
    const queue = createProduceQueue();
    queue.add(batch('a'));
    expect(() => queue.acknowledge()).toThrow(RangeError);
  });
});
