import type { Aggregate } from '../model/aggregate.ts';
import type { SqlExpr } from '../sql/expression.ts';
import type { Join } from '../sql/select.ts';
import type { Slot } from './slot.ts';

/** A table that queries can be answered from: the facts, a cube of them, or sessions. */
export interface Relation {
  readonly table: string;
  /** Rows, measured or estimated: of several relations that serve, the smallest is read. */
  readonly rows: number;
  /** Whether it can group by the slots and has the aggregates; `filtered` needs the events themselves. */
  serves(need: Need): boolean;
  /** The integer of a slot, over the relation's alias `r`. */
  slot(slot: Slot): SqlExpr;
  /** The aggregate over a group of rows. */
  aggregate(aggregate: Aggregate): SqlExpr;
  /** The condition of a filtered need over one row. */
  filter(need: Need): SqlExpr | undefined;
  /** What has to be joined for slots, aggregates and filter of the need. */
  joins(need: Need): readonly Join[];
}

/** What a step of a query reads: groups, mergeable aggregates, perhaps only some events. */
export interface Need {
  readonly slots: readonly Slot[];
  readonly aggregates: readonly Aggregate[];
  readonly where: Aggregate['where'];
  /** Read for few groups only (the top of a ranking), so not worth a cube of its own. */
  readonly late: boolean;
}

/** The alias of the relation in every step. */
export const alias = 'r';

export const aggregateId = (aggregate: Aggregate): string => JSON.stringify(aggregate);

/** Each aggregate once. */
export const uniqueAggregates = <A extends Aggregate>(aggregates: readonly A[]): readonly A[] => [
  ...new Map(aggregates.map((one) => [aggregateId(one), one])).values(),
];
