import { expect, test } from 'vitest';
import { createLineIntake } from './line-intake.ts';

const layout = { groups: [['user_id'], ['song_id', 'song_title']] } as const;

const line = (fields: Record<string, unknown>): string =>
  JSON.stringify({
    event_id: 'e1',
    event_time: '2026-11-22T10:00:00Z',
    action: 'play',
    user_id: 'u1',
    song_id: 's1',
    ...fields,
  });

const bytesOf = (...lines: readonly string[]): Uint8Array =>
  Buffer.from(lines.map((one) => `${one}\n`).join(''));

test('decodes lines in their order and gives the places of rejected ones, blank lines counted', () => {
  const intake = createLineIntake(layout);
  const { batch, lines, rejected } = intake.decode(
    bytesOf(line({ event_id: 'a' }), '', 'broken', line({ event_id: 'b', user_id: 'u2' })),
  );
  expect(lines).toBe(3);
  expect(batch.rows).toBe(2);
  expect([...(batch.keys[0] ?? [])]).toEqual([0, 1]);
  expect(batch.idText).toEqual(['a', 'b']);
  expect(rejected.map(({ position, reason }) => [position, reason])).toEqual([[3, 'json']]);
});

test('goes on with keys and positions over pieces that are larger than its input', () => {
  const intake = createLineIntake(layout);
  const many = Array.from({ length: 20_000 }, (_, index) =>
    index % 1000 === 999 ? 'broken' : line({ event_id: `e${index}`, user_id: `u${index % 7}` }),
  );
  const { batch, lines, rejected } = intake.decode(bytesOf(...many));
  expect(lines).toBe(20_000);
  expect(batch.rows).toBe(19_980);
  expect(rejected.map(({ position }) => position)).toEqual(
    Array.from({ length: 20 }, (_, index) => (index + 1) * 1000),
  );
  expect(batch.keys[0]?.[7]).toBe(batch.keys[0]?.[0]);
});

test('gives seeded entries their keys again, and new entries those that follow', () => {
  const intake = createLineIntake(layout);
  intake.seed(0, [['u9'], ['u1']]);
  intake.seed(1, [
    ['s1', null],
    ['s1', 'Élan'],
  ]);
  const { batch } = intake.decode(
    bytesOf(line({}), line({ song_title: 'Élan' }), line({ user_id: 'u3', song_id: 's2' })),
  );
  expect(batch.keys.map((keys) => [...keys])).toEqual([
    [1, 1, 2],
    [0, 1, 2],
  ]);
  expect(batch.entries).toEqual([[['u3']], [['s2', null]]]);
});
