import type { Aggregate } from '../model/aggregate.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import type { Select } from '../sql/select.ts';
import { bucket, keyColumn } from './physical.ts';
import { aggregateId, alias, type Need, type Relation, uniqueAggregates } from './relation.ts';
import { covers, type Slot, slotId, uniqueSlots } from './slot.ts';

/** Events grouped by slots with mergeable partial aggregates: serves every coarser grouping. */
export interface Cube {
  readonly table: string;
  readonly slots: readonly Slot[];
  readonly aggregates: readonly Aggregate[];
}

const slotColumn = (slot: Slot, index: number): string =>
  slot.kind === 'key' ? keyColumn(slot.group) : slot.kind === 'action' ? 'action' : `s${index}`;

const aggregateColumn = (index: number): string => `a${index}`;

/** The smallest cube that serves all the needs. */
export const cubeFor = (table: string, needs: readonly Need[]): Cube => ({
  table,
  slots: uniqueSlots(needs.flatMap((need) => need.slots)),
  aggregates: uniqueAggregates(needs.flatMap((need) => need.aggregates)),
});

/** The SELECT that fills the cube from another relation. */
export const cubeSelect = ({ slots, aggregates }: Cube, from: Relation): Select => {
  const need: Need = { slots, aggregates, where: undefined, late: false };
  const groups = slots.map((slot, index) => ({
    expr: from.slot(slot),
    as: slotColumn(slot, index),
  }));
  return {
    columns: [
      ...groups,
      ...aggregates.map((one, index) => ({
        expr: from.aggregate(one),
        as: aggregateColumn(index),
      })),
    ],
    from: { table: from.table, as: alias },
    joins: from.joins(need),
    groupBy: groups.map((group) => group.expr),
  };
};

/** Reads a filled cube: counts and sums add up, extremes combine. */
export const cubeRelation = ({ table, slots, aggregates }: Cube, rows: number): Relation => {
  const columnOf = (slot: Slot): SqlExpr => {
    const exact = slots.findIndex((one) => slotId(one) === slotId(slot));
    const same = slots[exact];
    if (same !== undefined) return sql.column(slotColumn(same, exact), alias);
    const finer = slots.findIndex((one) => covers([one], [slot]));
    const found = slots[finer];
    if (found?.kind !== 'time' || slot.kind !== 'time') {
      throw new TypeError(`cube ${table} has no slot ${slotId(slot)}`);
    }
    return bucket(sql.column(slotColumn(found, finer), alias), slot.widthUs / found.widthUs);
  };
  return {
    table,
    rows,
    serves: (need) =>
      need.where === undefined &&
      covers(slots, need.slots) &&
      need.aggregates.every((wanted) =>
        aggregates.some((one) => aggregateId(one) === aggregateId(wanted)),
      ),
    slot: columnOf,
    aggregate: (wanted) => {
      const index = aggregates.findIndex((one) => aggregateId(one) === aggregateId(wanted));
      const partial = sql.column(aggregateColumn(index), alias);
      return sql.call(wanted.fn === 'min' || wanted.fn === 'max' ? wanted.fn : 'sum', partial);
    },
    filter: () => undefined,
    joins: () => [],
  };
};
