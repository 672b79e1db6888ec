import { describe, expect, it } from 'vitest';
import { wholeLayout } from '../../intake/events-of.ts';
import { createLineIntake } from '../../intake/line-intake.ts';
import type { AcceptedRows } from './accept.ts';
import { createOpenRolls, usualLimits } from './open-rolls.ts';

/** So many rows, each of a user of its own. */
const rowsOf = (count: number): AcceptedRows => {
  const lines = Array.from({ length: count }, (_, index) => {
    const event_id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const event_time = '2026-11-22T10:00:00Z';
    const event = { event_id, event_time, action: 'play', user_id: `u${index}`, song_id: 's' };
    return `${JSON.stringify(event)}\n`;
  });
  const { batch } = createLineIntake(wholeLayout).decode(Buffer.from(lines.join('')));
  const texts = batch.entries.map((entries) => entries.map(([text = null]) => text));
  return { batch, texts, offsets: Float64Array.from(lines, (_, index) => index) };
};

const setUp = (limits: Partial<typeof usualLimits> = {}) => {
  const clock = { ms: 0 };
  const rolls = createOpenRolls({ ...usualLimits, ...limits }, () => clock.ms);
  const due = (): readonly number[] => rolls.takeDue().map(({ partition }) => partition);
  return { clock, rolls, due };
};

describe('open rolls', () => {
  it('of a partition are due at 64 MB of records', () => {
    const { rolls, due } = setUp();
    rolls.add(0, 10, (64 << 20) - 1, rowsOf(1));
    rolls.add(1, 10, 1, rowsOf(1));
    expect(due()).toEqual([]);
    rolls.add(0, 20, 1, rowsOf(1));
    expect(due()).toEqual([0]);
    expect(due()).toEqual([]);
  });

  it('are due five minutes after their first record, also where it was rejected', () => {
    const { clock, rolls, due } = setUp();
    rolls.add(0, 10, 1, rowsOf(0));
    clock.ms = 299_999;
    rolls.add(0, 20, 1, rowsOf(1));
    rolls.add(1, 20, 1, rowsOf(1));
    expect(due()).toEqual([]);
    clock.ms = 300_000;
    expect(due()).toEqual([0]);
    clock.ms = 599_998;
    expect(due()).toEqual([]);
    clock.ms = 599_999;
    expect(due()).toEqual([1]);
  });

  it('that hold most are due first where all together hold too much', () => {
    const { rolls, due } = setUp({ heldBytes: 65_000 });
    rolls.add(0, 10, 1, rowsOf(50));
    rolls.add(1, 10, 1, rowsOf(200));
    rolls.add(2, 10, 1, rowsOf(60));
    expect(due()).toEqual([]);
    rolls.add(0, 20, 1, rowsOf(20));
    expect(due()).toEqual([1]);
    expect(rolls.takeAll().map(({ partition }) => partition)).toEqual([0, 2]);
  });

  it('keep rows of several intakes, each with its texts, and the offset behind all', () => {
    const { rolls } = setUp();
    rolls.add(4, 10, 1, rowsOf(2));
    rolls.add(4, 20, 1, rowsOf(0));
    rolls.add(4, 30, 1, rowsOf(3));
    rolls.add(4, 40, 1, rowsOf(0));
    const [roll] = rolls.takeAll();
    const users = roll?.parts.map(({ batch }) =>
      Array.from(batch.keys[0] ?? [], (key) => roll.texts[0]?.[key]),
    );
    expect(roll).toMatchObject({ partition: 4, next: 40 });
    expect(users).toEqual([
      ['u0', 'u1'],
      ['u0', 'u1', 'u2'],
    ]);
  });
});
