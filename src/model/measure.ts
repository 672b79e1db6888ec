import type { Aggregate, AggregateType, TypedAggregate } from './aggregate.ts';
import type { RowKind } from './expression.ts';

export type Unit = 'count' | 'milliseconds' | 'ratio' | 'time' | 'days' | 'rank' | 'name';

/** What the data must know for a measure to mean anything; otherwise it is shown as "not available". */
export type Need = 'endings';

/** How a measure follows from mergeable aggregates; divisions happen once, at the end, in doubles. */
export type Formula =
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate }
  /** numerator / (scale · denominator); null where the denominator is 0. */
  | {
      readonly kind: 'ratio';
      readonly numerator: Aggregate;
      readonly denominator: Aggregate;
      readonly scale: number;
    }
  /** The aggregate of the row / the same aggregate of the whole table or window. */
  | { readonly kind: 'share'; readonly aggregate: Aggregate };

export type MeasureType = AggregateType | 'real';

/** One named number of an analytic, with everything that a reader has to know about it. */
export interface Measure<
  N extends string = string,
  T extends MeasureType = MeasureType,
  R extends RowKind = RowKind,
> {
  readonly name: N;
  readonly type: T;
  readonly row: R;
  readonly title: string;
  readonly unit: Unit;
  readonly description: string;
  readonly needs: Need | undefined;
  readonly formula: Formula;
}

interface Words {
  readonly title: string;
  readonly description: string;
  readonly unit?: Unit;
  readonly needs?: Need;
}

const unitOf = (type: MeasureType): Unit =>
  type === 'real' ? 'ratio' : type === 'instant' ? 'time' : type === 'text' ? 'name' : 'count';

const freeze = <N extends string, T extends MeasureType, R extends RowKind>(
  name: N,
  type: T,
  row: R,
  words: Words,
  formula: Formula,
): Measure<N, T, R> =>
  Object.freeze({
    name,
    type,
    row,
    title: words.title,
    unit: words.unit ?? unitOf(type),
    description: words.description,
    needs: words.needs,
    formula: Object.freeze(formula),
  });

/** A measure that is one mergeable aggregate. */
export const measure = <N extends string, T extends AggregateType, R extends RowKind>(
  name: N,
  of: TypedAggregate<T, R>,
  words: Words,
): Measure<N, T, R> =>
  freeze(name, of.type, of.row, words, { kind: 'aggregate', aggregate: of.aggregate });

/** One integer aggregate divided by another, times an integer scale; null for a divisor of 0. */
export const ratio = <N extends string, R extends RowKind>(
  name: N,
  numerator: TypedAggregate<'integer', R>,
  denominator: TypedAggregate<'integer', R>,
  words: Words & { readonly scale?: number },
): Measure<N, 'real', R> =>
  freeze(name, 'real', numerator.row, words, {
    kind: 'ratio',
    numerator: numerator.aggregate,
    denominator: denominator.aggregate,
    scale: words.scale ?? 1,
  });

/** The row's part of the whole table or window. */
export const shareOf = <N extends string, R extends RowKind>(
  name: N,
  of: TypedAggregate<'integer', R>,
  words: Words,
): Measure<N, 'real', R> =>
  freeze(name, 'real', of.row, words, { kind: 'share', aggregate: of.aggregate });
