import type { Dialect } from '../../sql/print.ts';

/** DuckDB's spelling. Sums are cast: DuckDB sums integers to HUGEINT, which Parquet has no type for. */
export const duckdbDialect: Dialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  types: {
    int64: 'BIGINT',
    int32: 'INTEGER',
    double: 'DOUBLE',
    text: 'VARCHAR',
    boolean: 'BOOLEAN',
  },
  functions: {
    count: () => 'count(*)',
    // Five times as fast as count(*) FILTER, which slices every vector.
    countIf: (condition) => `count_if(${condition})`,
    sum: (of) => `sum(${of})`,
    min: (of) => `min(${of})`,
    max: (of) => `max(${of})`,
    // DuckDB's // truncates towards zero; subtracting the floored remainder first makes it exact.
    floorDiv: (of, by) => `((${of} - ((${of} % ${by}) + ${by}) % ${by}) // ${by})`,
    div: (of, by) => `(${of} // ${by})`,
    mod: (of, by) => `(((${of} % ${by}) + ${by}) % ${by})`,
    least: (left, right) => `least(${left}, ${right})`,
    coalesce: (...args) => `coalesce(${args.join(', ')})`,
    rowNumber: () => 'row_number()',
    lag: (of) => `lag(${of})`,
  },
  around: {
    sum: (call) => `CAST(${call} AS BIGINT)`,
    countIf: (call) => `CAST(${call} AS BIGINT)`,
  },
};
