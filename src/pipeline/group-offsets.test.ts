import { describe, expect, it } from 'vitest';
import type { GroupOffsets } from '../sources/kafka/group-offsets.ts';
import { createGroupTeller } from './group-offsets.ts';

type Commit = GroupOffsets['commit'];

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A teller over a cluster that answers as it is told, with a clock that is moved by hand. */
const start = (commit: Commit) => {
  const state = { ms: 0, closed: 0 };
  const notices: string[] = [];
  const teller = createGroupTeller(
    {
      commit,
      close: async () => {
        state.closed += 1;
      },
    },
    'music',
    {
      clock: { nowUs: () => 0, elapsedMs: () => state.ms },
      onNotice: (text) => notices.push(text),
    },
  );
  const progress = async (next: number, ms: number): Promise<void> => {
    state.ms = ms;
    teller.progress({ sources: { endOffset: { 0: next } } as never });
    await settled();
  };
  return { teller, notices, progress, state };
};

const never: Commit = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

describe('how far a stream is', () => {
  it('is told every five seconds and once more at the end', async () => {
    const told: number[] = [];
    const { teller, progress, state } = start(async (positions) => {
      told.push(positions.get(0) ?? -1);
    });
    for (let ms = 0; ms <= 10_000; ms += 1_000) await progress(ms / 1_000, ms);
    expect(told).toEqual([0, 5, 10]);
    await progress(12, 12_000);
    await teller.end();
    expect(told).toEqual([0, 5, 10, 12]);
    expect(state.closed).toBe(1);
  });

  it('is not told again at the end where that is known', async () => {
    const told: number[] = [];
    const { teller, progress } = start(async (positions) => {
      told.push(positions.get(0) ?? -1);
    });
    await progress(3, 0);
    await teller.end();
    expect(told).toEqual([3]);
  });

  it('is not waited for: an attempt that hangs is given up soon after the end', async () => {
    let attempts = 0;
    const { teller, progress, state, notices } = start((positions, signal) => {
      attempts += 1;
      return never(positions, signal);
    });
    await progress(1, 0);
    await progress(2, 60_000);
    expect(attempts).toBe(1);
    const began = performance.now();
    await teller.end();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect({ attempts, closed: state.closed, notices }).toEqual({
      ...{ attempts: 1, closed: 1, notices: [] },
    });
  });

  it('is let be at the end where the cluster failed before', async () => {
    let attempts = 0;
    const { teller, progress } = start(async () => {
      attempts += 1;
      throw new Error('away');
    });
    await progress(1, 0);
    await teller.end();
    expect(attempts).toBe(1);
  });

  it('is a word worth when it fails again and again, and when it does no more', async () => {
    let isAway = true;
    const { notices, progress } = start(async () => {
      if (isAway) throw new Error('away');
    });
    for (let ms = 0; ms < 25_000; ms += 5_000) await progress(1, ms);
    isAway = false;
    await progress(1, 30_000);
    await progress(1, 35_000);
    expect(notices).toEqual([
      'the offsets of group music are not stored: away; trying on',
      'the offsets of group music are stored again',
    ]);
  });
});
