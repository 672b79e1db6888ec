import type { Aggregate } from './aggregate.ts';
import { count } from './aggregates/count.ts';
import { distinct } from './aggregates/distinct.ts';
import type { AggregateFunction } from './aggregates/function.ts';
import { max } from './aggregates/max.ts';
import { min } from './aggregates/min.ts';
import { percentile } from './aggregates/percentile.ts';
import { sum } from './aggregates/sum.ts';

/** Calls `use` with the function of the aggregate, whatever the type of its partial. */
export const withFunction = <Result>(
  aggregate: Aggregate,
  use: <Partial>(fn: AggregateFunction<Partial>) => Result,
): Result => {
  switch (aggregate.fn) {
    case 'count':
      return use(count);
    case 'sum':
      return use(sum);
    case 'min':
      return use(min);
    case 'max':
      return use(max);
    case 'distinct':
      return use(distinct);
    case 'percentile':
      return use(percentile(aggregate.percent));
  }
};
