import type { Aggregate } from '../../model/aggregate.ts';
import { withFunction } from '../../model/aggregate-functions.ts';
import type { Value } from '../../model/aggregates/function.ts';
import type { QueryContext } from '../../plan/query.ts';
import { cellEvaluator, type Evaluate, evaluator, type Fields } from '../../plan/evaluate.ts';

/** An aggregate as a function of rows. */
export type AggregateOf = (rows: readonly Fields[]) => Value;

const always: Evaluate = () => true;

/** Makes a function of an aggregate: only rows count for which its condition is true. */
export const aggregator = (aggregate: Aggregate, context: QueryContext): AggregateOf => {
  const counts = aggregate.where === undefined ? always : evaluator(aggregate.where, context);
  const valueOf = aggregate.fn === 'count' ? () => null : cellEvaluator(aggregate.of, context);
  return withFunction<AggregateOf>(aggregate, (fn) => (rows) => {
    let partial = fn.zero();
    for (const row of rows) if (counts(row) === true) partial = fn.add(partial, valueOf(row));
    return fn.finish(partial);
  });
};
