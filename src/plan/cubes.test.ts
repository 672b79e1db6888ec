import { expect, test } from 'vitest';
import { type Estimate, planCubes } from './cubes.ts';
import type { Need } from './relation.ts';
import { type Slot, slotId } from './slot.ts';

const user: Slot = { kind: 'key', group: 0 };
const track: Slot = { kind: 'key', group: 1 };
const device: Slot = { kind: 'key', group: 2 };
const hour: Slot = { kind: 'time', widthUs: 3_600_000_000 };

const need = (slots: readonly Slot[], more: Partial<Need> = {}): Need => ({
  slots,
  aggregates: [{ fn: 'count' }],
  where: undefined,
  late: false,
  ...more,
});

const rows = 1_000_000;

/** Groups as a service has them: few per listener, as many as events per listener and song. */
const groupsOf = (slots: readonly Slot[]): number => {
  const has = (slot: Slot): boolean => slots.some((one) => slotId(one) === slotId(slot));
  if (slots.length === 0) return 1;
  if (has(user) && has(track)) return 900_000;
  return (
    (has(user) ? 10_000 : 1) *
    (has(hour) ? 5 : 1) *
    (has(track) ? 5_000 : 1) *
    (has(device) ? 2 : 1)
  );
};

const estimate: Estimate = async (sets) => sets.map(groupsOf);

const plan = async (needs: readonly Need[]) =>
  (await planCubes(needs, rows, estimate, (index) => `cube_${index}`)).map(({ table, slots }) => ({
    table,
    slots: slots.map(slotId).toSorted(),
  }));

test('steps that fit into one small cube share it', async () => {
  expect(await plan([need([user, device]), need([user, hour]), need([device])])).toEqual([
    { table: 'cube_0', slots: ['key 0', 'key 2', 'time 3600000000'] },
  ]);
});

test('a cube as large as the events is not made', async () => {
  expect(await plan([need([user]), need([track])])).toEqual([]);
});

test('a step alone, a late one and one that reads only some events get no cube', async () => {
  const where = { op: 'value', value: true } as const;
  expect(await plan([need([user])])).toEqual([]);
  expect(await plan([need([user]), need([user, device], { late: true })])).toEqual([]);
  expect(await plan([need([user]), need([user, device], { where })])).toEqual([]);
});

test('a cube has every aggregate of its steps once', async () => {
  const [cube] = await planCubes(
    [
      need([user], { aggregates: [{ fn: 'count' }] }),
      need([user, device], {
        aggregates: [{ fn: 'count' }, { fn: 'sum', of: { op: 'column', name: 'played_ms' } }],
      }),
    ],
    rows,
    estimate,
    () => 'cube',
  );
  expect(cube?.aggregates.map((aggregate) => aggregate.fn)).toEqual(['count', 'sum']);
});
