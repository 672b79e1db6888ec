import type { Aggregate } from '../../../../model/aggregate.ts';
import { withFunction } from '../../../../model/aggregate-functions.ts';
import type { AggregateFunction, Value } from '../../../../model/aggregates/function.ts';
import { cellEvaluator, type Evaluate, evaluator, type Fields } from '../../../../plan/evaluate.ts';
import type { QueryContext } from '../../../../plan/query.ts';

/** An aggregate that takes rows in one by one; partials belong to whoever made them. */
export interface Running {
  zero(): unknown;
  add(partial: unknown, row: Fields): unknown;
  combine(partial: unknown, other: unknown): unknown;
  finish(partial: unknown): Value;
}

const always: Evaluate = () => true;

export const runningOf = (aggregate: Aggregate, context: QueryContext): Running => {
  const counts = aggregate.where === undefined ? always : evaluator(aggregate.where, context);
  const valueOf = aggregate.fn === 'count' ? () => null : cellEvaluator(aggregate.of, context);
  return withFunction<Running>(aggregate, <Partial>(fn: AggregateFunction<Partial>) => ({
    zero: () => fn.zero(),
    add: (partial, row) =>
      counts(row) === true ? fn.add(partial as Partial, valueOf(row)) : partial,
    combine: (partial, other) => fn.combine(partial as Partial, other as Partial),
    finish: (partial) => fn.finish(partial as Partial),
  }));
};
