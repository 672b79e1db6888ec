/** What an aggregate reads and gives; null is unknown. */
export type Value = string | number | null;

/**
 * The mergeable semantics of one aggregate: a fresh partial, one more value, two partials made
 * one, and the result. `add` and `combine` may reuse their first argument, which the caller hands
 * over, and never change the second. Order and grouping of the calls do not change the result.
 */
export interface AggregateFunction<Partial> {
  readonly zero: () => Partial;
  readonly add: (partial: Partial, value: Value) => Partial;
  readonly combine: (left: Partial, right: Partial) => Partial;
  readonly finish: (partial: Partial) => Value;
}
