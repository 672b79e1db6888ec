import type { Chart } from './chart.ts';
import { checkAnalytic } from './check.ts';
import type { Dimension } from './dimension.ts';
import type { RowKind } from './expression.ts';
import type { Measure } from './measure.ts';
import type { Order } from './order.ts';
import type { SessionRows } from './sessions.ts';
import type { Window } from './window.ts';

/** A number for tables over all events, another for each window. */
export interface PerScope {
  readonly table: number;
  readonly window: number;
}

/** One definition of the catalogue: engine-free, frozen, plain data. */
export interface Analytic {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** Undefined: over events. */
  readonly over: SessionRows | undefined;
  readonly by: readonly Dimension[];
  readonly measures: readonly Measure[];
  readonly order: readonly Order[];
  /** Rows below this value of the measure are left out. */
  readonly threshold: ({ readonly of: string } & PerScope) | undefined;
  readonly limit: PerScope | undefined;
  /** The result starts with a `rank` column, from 1. */
  readonly ranked: boolean;
  /** Default window in a stream; undefined: the analytic has no windowed form. */
  readonly window: Window | undefined;
  readonly chart: Chart;
}

type Many<T> = T | readonly T[];
type ColumnsOf<D> = D extends Dimension<infer C> ? C : never;
type NamesOf<M> = M extends Measure<infer N> ? N : never;

/** What a user writes: every column named in it has to be one that the analytic has. */
export interface Definition<
  R extends RowKind,
  D extends Dimension<string, R>,
  M extends Measure<string, Measure['type'], R>,
> {
  /** Lower-case words joined by underscores: the name of the table and its files. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly by?: Many<D>;
  readonly measures: readonly M[];
  readonly order?: readonly Order<NoInfer<ColumnsOf<D> | NamesOf<M>>>[];
  readonly threshold?: { readonly of: NoInfer<M> } & PerScope;
  readonly limit?: PerScope;
  readonly ranked?: boolean;
  readonly window?: Window;
  readonly chart: Chart<NoInfer<ColumnsOf<D> | NamesOf<M>>>;
}

const build = (
  definition: Definition<RowKind, Dimension, Measure>,
  over: SessionRows | undefined,
): Analytic => {
  const by = definition.by ?? [];
  const built: Analytic = Object.freeze({
    name: definition.name,
    title: definition.title,
    question: definition.question,
    over,
    by: Object.freeze(Array.isArray(by) ? [...by] : [by as Dimension]),
    measures: Object.freeze([...definition.measures]),
    order: Object.freeze([...(definition.order ?? [])]),
    threshold:
      definition.threshold === undefined
        ? undefined
        : Object.freeze({ ...definition.threshold, of: definition.threshold.of.name }),
    limit: definition.limit,
    ranked: definition.ranked ?? false,
    window: definition.window,
    chart: definition.chart,
  });
  checkAnalytic(built);
  return built;
};

/** Defines an analytic over events. @throws TonearmError ANALYTIC_INVALID for what types cannot tell. */
export const analytic = <
  const D extends Dimension<string, 'event'> = never,
  const M extends Measure<string, Measure['type'], 'event'> = never,
>(
  definition: Definition<'event', D, M>,
): Analytic => build(definition, undefined);

/** Defines an analytic over sessions. @throws TonearmError ANALYTIC_INVALID for what types cannot tell. */
export const analyticOver = <
  const D extends Dimension<string, 'session'> = never,
  const M extends Measure<string, Measure['type'], 'session'> = never,
>(
  over: SessionRows,
  definition: Definition<'session', D, M>,
): Analytic => build(definition, over);
