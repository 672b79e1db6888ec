import type { Measure } from '../../../model/measure.ts';
import { aggregatesOf } from '../../../model/walk.ts';
import { framesOf } from '../../../plan/frame.ts';
import type { Query, QueryContext, ZoneOffsets } from '../../../plan/query.ts';
import { isSpread } from '../../../plan/shape.ts';
import { isSame } from './kinds.ts';
import { type RowSet, rowSetsOf, type Spread } from './sets.ts';

/** A sketch of different values has 2^12 registers: 1.04 / √4096 is its standard error. */
export const sketchBits = 12;
export const distinctError = 1.04 / Math.sqrt(2 ** sketchBits);

/** A sketch of a percentile is off by one rank, or by one in so many of them. */
export const rankAccuracy = 10_000;

/** A column of a provisional pane whose values are estimates. */
export interface ApproximateColumn {
  readonly column: string;
  /** `value`: standard error as part of the value; `rank`: largest error as part of all ranks. */
  readonly of: 'value' | 'rank';
  readonly error: number;
}

/**
 * The number of different values in any row of the set that needs no sketch: 1, or 1 where the key
 * of that place is known; undefined where it needs one.
 */
export const countWithoutSketch = (
  { frame, keys }: Pick<RowSet, 'frame' | 'keys'>,
  { fn, of, where }: Spread,
  zone: ZoneOffsets,
): { readonly key: number | undefined } | undefined => {
  if (fn !== 'distinct' || where !== undefined) return undefined;
  if (isSame(of, frame, zone)) return { key: undefined };
  const text = JSON.stringify(of);
  const key = keys.findIndex(({ node }) => JSON.stringify(node) === text);
  return key < 0 ? undefined : { key };
};

export const isSketched = (set: RowSet, one: Spread, zone: ZoneOffsets): boolean =>
  countWithoutSketch(set, one, zone) === undefined;

const errorOf = (
  set: RowSet,
  whole: RowSet | undefined,
  { name, formula }: Measure,
  zone: ZoneOffsets,
): readonly ApproximateColumn[] => {
  const read = formula.kind === 'share' && whole !== undefined ? [set, whole] : [set];
  const sketched = aggregatesOf(formula)
    .filter(isSpread)
    .flatMap((one) => read.filter((of) => isSketched(of, one, zone)).map(() => one));
  if (sketched.length === 0) return [];
  return sketched.every(({ fn }) => fn === 'percentile')
    ? [{ column: name, of: 'rank', error: 1 / rankAccuracy }]
    : [{ column: name, of: 'value', error: distinctError * Math.sqrt(sketched.length) }];
};

/**
 * The columns of a query's provisional panes that are estimates, with their errors; the order of
 * rows by such a column, and what a limit or threshold leaves out by it, is one as well. None of a
 * query over sessions, which has no provisional panes.
 */
export const approximateColumns = (
  query: Query,
  context: QueryContext,
): readonly ApproximateColumn[] => {
  const sets = rowSetsOf(framesOf([query], context));
  const set = sets.find((one) => one.query === query && one.frame.over === undefined);
  const whole = sets.find((one) => one.query === undefined);
  return set === undefined
    ? []
    : query.analytic.measures.flatMap((measure) => errorOf(set, whole, measure, context.zone));
};
