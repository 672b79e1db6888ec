import type { Aggregate } from '../../../model/aggregate.ts';
import type { ExprNode } from '../../../model/expression.ts';
import { aggregatesOf } from '../../../model/walk.ts';
import type { Frame } from '../../../plan/frame.ts';
import { keyColumns, labelColumns } from '../../../plan/key.ts';
import type { Query } from '../../../plan/query.ts';
import { uniqueAggregates } from '../../../plan/relation.ts';
import { isSpread } from '../../../plan/shape.ts';

export type Spread = Aggregate & { readonly fn: 'distinct' | 'percentile' };
export type Additive = Exclude<Aggregate, Spread>;
/** A name of the group, or a text that is a measure: the smallest or largest of those seen. */
export type Text = Additive & { readonly fn: 'min' | 'max' };

/** The rows of one query, or those of its whole windows, of which shares are taken. */
export interface RowSet {
  readonly id: number;
  readonly frame: Frame;
  /** Undefined: the one row of a whole window. */
  readonly query: Query | undefined;
  readonly keys: readonly { readonly node: ExprNode; readonly knownOnly: boolean }[];
  readonly texts: readonly Text[];
  readonly additive: readonly Additive[];
  readonly spread: readonly Spread[];
}

const setOfQuery = (query: Query, frame: Frame, id: number): RowSet => {
  const { analytic } = query;
  const texts = analytic.measures.filter((measure) => measure.type === 'text');
  const numbers = analytic.measures.filter((measure) => measure.type !== 'text');
  const aggregates = uniqueAggregates(numbers.flatMap((measure) => aggregatesOf(measure.formula)));
  const labels = labelColumns(analytic).map(({ expr }): Text => ({ fn: 'min', of: expr.node }));
  return {
    id,
    frame,
    query,
    keys: keyColumns(analytic).map(({ expr, knownOnly }) => ({ node: expr.node, knownOnly })),
    texts: uniqueAggregates([
      ...labels,
      ...(texts.flatMap((measure) => aggregatesOf(measure.formula)) as readonly Text[]),
    ]),
    additive: aggregates.filter((one): one is Additive => !isSpread(one)),
    spread: aggregates.filter(isSpread),
  };
};

/** What the shares of a frame's queries are parts of. */
const wholeOf = (frame: Frame, id: number): RowSet => {
  const shared = uniqueAggregates(
    frame.queries.flatMap(({ analytic }) =>
      analytic.measures.flatMap(({ formula }) =>
        formula.kind === 'share' ? [formula.aggregate] : [],
      ),
    ),
  );
  return {
    id,
    frame,
    query: undefined,
    keys: [],
    texts: [],
    additive: shared.filter((one): one is Additive => !isSpread(one)),
    spread: shared.filter(isSpread),
  };
};

/**
 * The row sets of all frames: one of each query, whose id is the query's place among all, then one
 * of each frame's whole windows.
 */
export const rowSetsOf = (frames: readonly Frame[]): readonly RowSet[] => {
  const pairs = frames.flatMap((frame) => frame.queries.map((query) => ({ frame, query })));
  return [
    ...pairs.map(({ frame, query }, id) => setOfQuery(query, frame, id)),
    ...frames.map((frame, index) => wholeOf(frame, pairs.length + index)),
  ];
};
