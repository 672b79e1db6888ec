import type { Aggregate } from '../model/aggregate.ts';
import type { Measure } from '../model/measure.ts';
import { aggregatesOf } from '../model/walk.ts';
import {
  type Grouping,
  groupingOf,
  identityOf,
  keyColumns,
  labelColumns,
  sessionGrouping,
} from './key.ts';
import type { Physical } from './physical.ts';
import type { Query, QueryContext } from './query.ts';
import { aggregateId, type Need, uniqueAggregates } from './relation.ts';
import type { Slot } from './slot.ts';
import { greatestDivisor, localWidth, sharedWidth } from './time-width.ts';

/** An aggregate whose partial is a set of values, computed in a step of its own. */
export interface Spread {
  readonly aggregate: Aggregate & { readonly fn: 'distinct' | 'percentile' };
  readonly of: Grouping;
  readonly need: Need;
}

export interface ShapeKey extends Grouping {
  readonly name: string;
  readonly knownOnly: boolean;
}

export interface ShapeLabel extends Grouping {
  readonly name: string;
}

/** A query with everything in it resolved to slots and aggregates: what its SQL is built from. */
export interface Shape {
  readonly query: Query;
  readonly keys: readonly ShapeKey[];
  readonly labels: readonly ShapeLabel[];
  /** Aggregates that add up or combine as single values, each once. */
  readonly additive: readonly Aggregate[];
  readonly spread: readonly Spread[];
  /** Aggregates of which shares are taken, over the whole table or window. */
  readonly totals: readonly Aggregate[];
  readonly totalSpread: readonly Spread[];
  readonly bucket: Slot | undefined;
  readonly baseNeed: Need;
  readonly totalsNeed: Need;
}

/** Whether the partial of an aggregate is a set of values. */
export const isSpread = (aggregate: Aggregate): aggregate is Spread['aggregate'] =>
  aggregate.fn === 'distinct' || aggregate.fn === 'percentile';

const minuteUs = 60_000_000;

/** The width of the time bucket in which local parts are read; undefined: from each event's own time. */
const localBucket = (query: Query, context: QueryContext): number | undefined => {
  const local = localWidth(context.zone);
  const width =
    query.window === undefined
      ? (sharedWidth(local, context.settings.sessionGapUs) ?? local)
      : greatestDivisor(local, query.window.sizeUs, query.window.slideUs);
  return width >= minuteUs ? width : undefined;
};

const ordersBy = (query: Query, measure: Measure): boolean =>
  query.analytic.order.some((term) => term.column === measure.name) ||
  query.threshold?.of === measure.name;

/** Whether a step may wait until the rows of a ranking are picked. */
export const isLate = (query: Query, aggregate: Aggregate): boolean =>
  query.limit !== undefined &&
  !query.analytic.measures.some(
    (measure) =>
      ordersBy(query, measure) &&
      aggregatesOf(measure.formula).some((one) => aggregateId(one) === aggregateId(aggregate)),
  );

export const shapeOf = (query: Query, physical: Physical, context: QueryContext): Shape => {
  const { analytic, window } = query;
  const width = localBucket(query, context);
  const grouping = (node: Parameters<typeof groupingOf>[0]): Grouping =>
    analytic.over === undefined
      ? groupingOf(node, physical, context, width)
      : sessionGrouping(node);

  const keys = keyColumns(analytic).map((key) => ({
    ...grouping(key.expr.node),
    name: key.name,
    knownOnly: key.knownOnly,
  }));
  const labels = labelColumns(analytic).map((label) => ({
    ...grouping(label.expr.node),
    name: label.name,
  }));
  const aggregates = uniqueAggregates(
    analytic.measures.flatMap((measure) => aggregatesOf(measure.formula)),
  );
  const additive = aggregates.filter((one) => !isSpread(one));
  const shared = uniqueAggregates(
    analytic.measures.flatMap((measure) =>
      measure.formula.kind === 'share' ? [measure.formula.aggregate] : [],
    ),
  );
  const bucket: Slot | undefined = window && {
    kind: 'time',
    widthUs: greatestDivisor(window.sizeUs, window.slideUs),
  };
  const frame = bucket === undefined ? [] : [bucket];
  const groups = [...frame, ...keys.flatMap((key) => key.slots)];

  const spreadOver =
    (slots: readonly Slot[]) =>
    (aggregate: Spread['aggregate']): Spread => {
      const whole = grouping(aggregate.of);
      const of = aggregate.fn === 'distinct' ? identityOf(whole, physical) : whole;
      return {
        aggregate,
        of,
        need: {
          slots: [...slots, ...of.slots],
          aggregates: aggregate.fn === 'percentile' ? [{ fn: 'count' }] : [],
          where: aggregate.where,
          late: isLate(query, aggregate),
        },
      };
    };
  const totals = shared.filter((one) => !isSpread(one));

  return {
    query,
    keys,
    labels,
    additive,
    spread: aggregates.filter(isSpread).map(spreadOver(groups)),
    totals,
    totalSpread: shared.filter(isSpread).map(spreadOver(frame)),
    bucket,
    baseNeed: {
      slots: [...groups, ...labels.flatMap((label) => label.slots)],
      aggregates: additive,
      where: undefined,
      late: false,
    },
    totalsNeed: { slots: frame, aggregates: totals, where: undefined, late: true },
  };
};

export const needsOf = (shape: Shape): readonly Need[] => [
  shape.baseNeed,
  ...[...shape.spread, ...shape.totalSpread].map((one) => one.need),
  ...(shape.totals.length > 0 ? [shape.totalsNeed] : []),
];
