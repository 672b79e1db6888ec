import { describe, expect, test } from 'vitest';
import { overview } from '../analytics/overview/overview.ts';
import { tumbling } from '../model/window.ts';
import type { Frame } from '../plan/frame.ts';
import { createRevisions } from './revisions.ts';

const frame: Frame = {
  window: tumbling('5 minutes'),
  over: undefined,
  holdUs: 0,
  queries: [
    {
      analytic: overview,
      scope: 'window',
      window: undefined,
      limit: undefined,
      threshold: undefined,
    },
  ],
};

describe('revisions', () => {
  test('begin with 1 and are given out only when they are committed', () => {
    const revisions = createRevisions([frame], []);
    expect(revisions.next(0, 0, 0)).toBeUndefined();
    const reserved = revisions.reserve([[0]]);
    expect(revisions.next(0, 0, 0)).toBeUndefined();
    revisions.committed();
    expect([revisions.next(0, 0, 0), revisions.next(0, 0, 0)]).toEqual([1, 2]);
    expect(revisions.last(0, 0, 0)).toBe(3);
    expect(reserved).toEqual([[0, 0, 1_000]]);
  });

  test('go on behind what was reserved after a crash', () => {
    const revisions = createRevisions([frame], [[0, 0, 1_000]]);
    revisions.reserve([[0]]);
    revisions.committed();
    expect(revisions.next(0, 0, 0)).toBe(1_001);
    expect(createRevisions([frame], [[0, 0, 1_000]]).last(0, 0, 0)).toBe(1_001);
  });

  test('of a window that was never shown begin with its final', () => {
    expect(createRevisions([frame], []).last(0, 0, 0)).toBe(1);
  });

  test('are reserved anew before they run out', () => {
    const revisions = createRevisions([frame], []);
    for (let batch = 0; batch < 3_000; batch += 1) {
      revisions.reserve([[0]]);
      revisions.committed();
      expect(revisions.next(0, 0, 0)).toBe(batch + 1);
    }
  });

  test('are forgotten with their window', () => {
    const revisions = createRevisions([frame], []);
    revisions.reserve([[0]]);
    revisions.forget(0, [0]);
    expect(revisions.reserve([[]])).toEqual([]);
  });
});
