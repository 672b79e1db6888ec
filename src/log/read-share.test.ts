import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fairShare } from './read-share.ts';

describe('the fair share', () => {
  it('is the same for all where all have enough', () => {
    expect(fairShare([100, 100, 100], 30)).toBe(10);
  });

  it('leaves to others what some do not need', () => {
    expect(fairShare([2, 100, 100], 30)).toBe(14);
    expect(fairShare([2, 4, 100], 30)).toBe(24);
  });

  it('is all where there is room for everything', () => {
    expect(fairShare([5, 7], 100)).toBe(100);
    expect(fairShare([], 100)).toBe(100);
  });

  it('is never nothing', () => {
    expect(fairShare([5, 7, 9], 1)).toBe(1);
  });

  test.prop([
    fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
    fc.integer({ min: 1, max: 5000 }),
  ])('fills the whole, but for what a division leaves', (ready, total) => {
    const share = fairShare(ready, total);
    const taken = ready.reduce((sum, size) => sum + Math.min(size, share), 0);
    const all = ready.reduce((sum, size) => sum + size, 0);
    expect(taken).toBeLessThanOrEqual(Math.max(total, ready.length));
    expect(taken).toBeGreaterThanOrEqual(Math.min(all, total) - ready.length);
  });
});
