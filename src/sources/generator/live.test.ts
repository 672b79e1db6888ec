import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../event/decode.ts';
import { generateLive, type LiveOptions } from './live.ts';

const startUs = Date.UTC(2026, 10, 22, 10, 15) * 1000;
const tickUs = 50_000;

interface Taken {
  readonly line: string;
  /** Start and end of the tick in which it was taken. */
  readonly from: number;
  readonly to: number;
}

/** Lines of so many ticks, `perTick` in each. */
const takeTicks = (options: Partial<LiveOptions>, ticks: number, perTick: number) => {
  const live = generateLive({ rate: perTick * 20, startUs, users: 2000, ...options });
  const taken: Taken[] = [];
  for (let tick = 0; tick < ticks; tick += 1) {
    const from = startUs + tick * tickUs;
    const to = from + tickUs;
    for (const bytes of live.take(perTick, to)) {
      const lines = Buffer.from(bytes).toString('latin1').split('\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) taken.push({ line, from, to });
    }
  }
  return { taken, truth: live.truth() };
};

const decoder = createDecoder();

const timeOf = (line: string): number =>
  Date.parse((JSON.parse(line) as { event_time: string }).event_time) * 1000;

describe('generated lines of now', () => {
  test('are as many as are taken, and happen as they are taken, in order', () => {
    const { taken, truth } = takeTicks({ late: 0, disorder: 0, duplicates: 0 }, 100, 37);
    expect(taken).toHaveLength(3700);
    expect(truth).toMatchObject({ lines: 3700, events: 3700, late: 0, outOfOrder: 0 });
    const times = taken.map(({ line }) => timeOf(line));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const wrong = taken.filter(({ from, to }, i) => times[i]! < from - 1000 || times[i]! > to);
    expect(wrong).toEqual([]);
    expect(new Set(taken.map(({ line }) => line)).size).toBe(3700);
  });

  test('are late, out of order, repeated and malformed in the shares that are wanted', () => {
    const shares = { late: 0.05, disorder: 0.1, duplicates: 0.1, malformed: 0.02 };
    // Ten minutes, so that what is held back comes.
    const { taken, truth } = takeTicks(shares, 12_000, 2);
    expect(taken).toHaveLength(24_000);
    const events = new Map<string, number>();
    const account = { late: 0, outOfOrder: 0, duplicates: 0, malformed: 0 };
    let newest = -Infinity;
    for (const { line } of taken) {
      if (!decoder.decodeLine(Buffer.from(line, 'latin1')).ok) {
        account.malformed += 1;
      } else if (events.has(line)) {
        account.duplicates += 1;
      } else {
        const time = timeOf(line);
        events.set(line, time);
        if (time < newest) account.outOfOrder += 1;
        if (newest - time > 600_000_000) account.late += 1;
        newest = Math.max(newest, time);
      }
    }
    expect(truth).toMatchObject({ lines: 24_000, events: events.size, ...account });
    expect(account.late / events.size).toBeGreaterThan(0.025);
    expect(account.late / events.size).toBeLessThan(0.1);
    expect(account.outOfOrder / events.size).toBeGreaterThan(0.1);
    expect(account.duplicates / 24_000).toBeGreaterThan(0.06);
    expect(account.duplicates / 24_000).toBeLessThan(0.11);
    expect(account.malformed / 24_000).toBeGreaterThan(0.015);
    expect(account.malformed / 24_000).toBeLessThan(0.025);
  });

  test('are the same for the same seed and clock', () => {
    const options = { seed: 7, duplicates: 0.2, disorder: 0.2 };
    expect(takeTicks(options, 200, 3).taken).toEqual(takeTicks(options, 200, 3).taken);
    const other = takeTicks({ ...options, seed: 8 }, 200, 3).taken;
    expect(takeTicks(options, 200, 3).taken).not.toEqual(other);
  });
});
