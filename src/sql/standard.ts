import type { SqlFunction, SqlType } from './expression.ts';
import type { Dialect } from './print.ts';

type Print = (...args: readonly string[]) => string;

/** What engines agree on. */
const standardFunctions = {
  count: () => 'count(*)',
  // Where there is one, faster than count(*) FILTER.
  countIf: (condition) => `count_if(${condition})`,
  sum: (of) => `sum(${of})`,
  min: (of) => `min(${of})`,
  max: (of) => `max(${of})`,
  least: (left, right) => `least(${left}, ${right})`,
  coalesce: (...args) => `coalesce(${args.join(', ')})`,
  rowNumber: () => 'row_number()',
  lag: (of) => `lag(${of})`,
} satisfies Partial<Record<SqlFunction, Print>>;

type Standard = keyof typeof standardFunctions;

const standardTypes = {
  int64: 'BIGINT',
  int32: 'INTEGER',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
} satisfies Partial<Record<SqlType, string>>;

/**
 * A dialect in what it has of its own: each function and type without a standard form has to be
 * there, each other may be.
 */
export interface Overrides extends Pick<Dialect, 'quote' | 'placeholder'> {
  readonly types: Readonly<
    Record<Exclude<SqlType, keyof typeof standardTypes>, string> & Partial<Record<SqlType, string>>
  >;
  readonly functions: Readonly<
    Record<Exclude<SqlFunction, Standard>, Print> & Partial<Record<SqlFunction, Print>>
  >;
  readonly around?: Dialect['around'];
}

/** The standard with the overrides of an engine. */
export const dialectOf = (overrides: Overrides): Dialect => ({
  quote: overrides.quote,
  placeholder: overrides.placeholder,
  types: { ...standardTypes, ...overrides.types },
  functions: { ...standardFunctions, ...overrides.functions },
  around: overrides.around ?? {},
});
