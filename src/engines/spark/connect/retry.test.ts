import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { backoffMs, createRetries, sparkRetryPolicy } from './retry.ts';

const half = () => 0.5;

describe('waits before retries', () => {
  test('grow to a minute, with jitter from two seconds on, ten minutes in all', () => {
    const waits = Array.from({ length: 15 }, (_, at) => backoffMs(sparkRetryPolicy, at + 1, half));
    expect(waits.slice(0, 7)).toEqual([50, 200, 800, 3450, 13_050, 51_450, 60_250]);
    expect(waits.at(-1)).toBe(60_250);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(600_000);
  });

  prop.prop([fc.integer({ min: 1, max: 99 }), fc.double({ min: 0, max: 0.999, noNaN: true })])(
    'are never longer than the longest and its jitter',
    (retry, random) => {
      const wait = backoffMs(sparkRetryPolicy, retry, () => random);
      expect(wait).toBeGreaterThanOrEqual(50);
      expect(wait).toBeLessThan(60_500);
    },
  );

  test('begin anew when something went well, also their time', () => {
    let now = 0;
    const policy = { ...sparkRetryPolicy, maxRetries: 2, totalMs: 1000 };
    const retries = createRetries(policy, { clock: () => now, random: half });
    expect(retries.next()).toEqual({ retry: 1, waitMs: 50 });
    expect(retries.next()).toEqual({ retry: 2, waitMs: 200 });
    expect(retries.next()).toBeUndefined();
    now = 5000;
    retries.reset();
    expect(retries.next()).toEqual({ retry: 1, waitMs: 50 });
    now = 5801;
    expect(retries.next()).toBeUndefined();
  });
});
