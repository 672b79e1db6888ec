import { factsRelation } from '../../plan/facts-relation.ts';
import { factsTable, keyColumn, type Physical } from '../../plan/physical.ts';
import type { Estimate } from '../../plan/cubes.ts';
import type { QueryContext } from '../../plan/query.ts';
import { alias } from '../../plan/relation.ts';
import { type Slot, slotId } from '../../plan/slot.ts';
import { printSelect } from '../../sql/print.ts';
import type { Database } from './database.ts';
import { duckdbDialect } from './dialect.ts';

const sampleRows = 60_000;

const numberOf = (rows: readonly Readonly<Record<string, unknown>>[]): number =>
  Number(rows[0]?.['n'] ?? 0);

/**
 * Estimates how many groups slots make, from the events of a part of the keys: of all keys of
 * the largest dictionary among the slots, every m-th by hash, with all their events. A group
 * belongs to one key, so that m times the groups of the part is a fair guess.
 */
export const createEstimate = (
  database: Database,
  physical: Physical,
  rows: number,
  context: QueryContext,
): Estimate => {
  const facts = factsRelation(physical, rows, context);
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
      database
        .run(
          `CREATE OR REPLACE TEMP TABLE ${name} AS
            SELECT * FROM ${factsTable} WHERE hash(${column}) % ${BigInt(part)} = 0`,
        )
        .then(() => name);
    samples.set(name, made);
    return made;
  };

  const largestKey = async (slots: readonly Slot[]): Promise<string | undefined> => {
    let largest: { readonly column: string; readonly size: number } | undefined;
    for (const slot of slots) {
      if (slot.kind !== 'key') continue;
      const size = await sizeOf(slot.group);
      if (size > (largest?.size ?? 0)) largest = { column: keyColumn(slot.group), size };
    }
    return largest?.column;
  };

  const count = async (slots: readonly Slot[]): Promise<number> => {
    if (slots.length === 0) return 1;
    const column = (await largestKey(slots)) ?? 't';
    const table = await sampleBy(column);
    const groups = printSelect(
      {
        distinct: true,
        columns: slots.map((slot, index) => ({ expr: facts.slot(slot), as: `s${index}` })),
        from: { table, as: alias },
        joins: facts.joins({ slots, aggregates: [], where: undefined, late: false }),
      },
      duckdbDialect,
    );
    const found = numberOf(
      await database.rows({ ...groups, sql: `SELECT count(*) AS n FROM (${groups.sql})` }),
    );
    return column === 't' ? found : Math.min(rows, found * part);
  };

  return (slots) => {
    const id = slots.map(slotId).sort().join('|');
    const found = known.get(id) ?? count(slots);
    known.set(id, found);
    return found;
  };
};
