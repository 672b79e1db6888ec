import { actions } from '../event/event.ts';
import { factsRelation } from '../plan/facts-relation.ts';
import { factsTable, keyColumn, type Physical } from '../plan/physical.ts';
import type { Estimate } from '../plan/cubes.ts';
import type { QueryContext } from '../plan/query.ts';
import { alias } from '../plan/relation.ts';
import { type Slot, slotId, uniqueSlots } from '../plan/slot.ts';
import { printSelect } from '../sql/print.ts';
import type { Connection } from './connection.ts';
import type { QueryHost } from './query-host.ts';

const sampleRows = 16_000;

/** Where even all combinations are fewer than this part of the events, they need no closer look. */
const fewPart = 10;

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

const numberOf = (rows: readonly Readonly<Record<string, unknown>>[]): number =>
  Number(rows[0]?.['n'] ?? 0);

/**
 * Estimates how many groups slots make, from the events of a part of the keys: of all keys of
 * the largest dictionary among the slots, every m-th, with all their events. A group
 * belongs to one key, so that m times the groups of the part is a fair guess.
 */
export const createEstimate = <C extends Connection>(
  host: QueryHost<C>,
  physical: Physical,
  rows: number,
  context: QueryContext,
): Estimate => {
  const [database] = host.connections;
  const facts = factsRelation(physical, rows, context);
  const columns = [
    't',
    'action',
    'played',
    'duration',
    ...physical.groups.map((_, index) => keyColumn(index)),
  ].join(', ');
  const part = Math.max(1, Math.floor(rows / sampleRows));
  const sizes = new Map<number, Promise<number>>();
  const samples = new Map<string, Promise<string>>();
  const known = new Map<string, Promise<number>>();

  const sizeOf = (group: number): Promise<number> => {
    const size =
      sizes.get(group) ??
      database.rows(`SELECT count(*) AS n FROM dict_${BigInt(group)}`).then(numberOf);
    sizes.set(group, size);
    return size;
  };

  const sampleBy = (column: string): Promise<string> => {
    const name = `sample_${column}`;
    const made =
      samples.get(name) ??
      host
        .fill(database, name, {
          sql: `SELECT ${columns} FROM ${factsTable} WHERE ${column} % ${BigInt(part)} = 0`,
          values: [],
        })
        .then(() => name);
    samples.set(name, made);
    return made;
  };

  const spanUs = once(async () => {
    const [span] = await database.rows(`SELECT min(t) AS first, max(t) AS last FROM ${factsTable}`);
    return Number(span?.['last'] ?? 0) - Number(span?.['first'] ?? 0);
  });

  /** The most groups that a slot alone can make. */
  const bound = async (slot: Slot): Promise<number> => {
    switch (slot.kind) {
      case 'key':
        return sizeOf(slot.group);
      case 'action':
        return actions.length;
      case 'time':
        return Math.floor((await spanUs()) / slot.widthUs) + 2;
      case 'expr':
        return rows;
    }
  };

  const largestKey = async (slots: readonly Slot[]): Promise<string> => {
    let largest = { column: 't', size: 0 };
    for (const slot of slots) {
      if (slot.kind !== 'key') continue;
      const size = await sizeOf(slot.group);
      if (size > largest.size) largest = { column: keyColumn(slot.group), size };
    }
    return largest.column;
  };

  const count = async (slots: readonly Slot[]): Promise<number> => {
    let most = 1;
    for (const slot of slots) most *= await bound(slot);
    if (slots.length <= 1 || most <= rows / fewPart) return Math.min(most, rows);
    const column = await largestKey(slots);
    const table = await sampleBy(column);
    const groups = printSelect(
      {
        distinct: true,
        columns: slots.map((slot, index) => ({ expr: facts.slot(slot), as: `s${index}` })),
        from: { table, as: alias },
        joins: facts.joins({ slots, aggregates: [], where: undefined, late: false }),
      },
      host.dialect,
    );
    const found = numberOf(
      await database.rows({ ...groups, sql: `SELECT count(*) AS n FROM (${groups.sql})` }),
    );
    return Math.min(rows, most, column === 't' ? found : found * part);
  };

  return (slots) => {
    const id = slots.map(slotId).sort().join('|');
    const found = known.get(id) ?? count(uniqueSlots(slots));
    known.set(id, found);
    return found;
  };
};
