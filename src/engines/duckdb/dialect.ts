import { dialectOf } from '../../sql/standard.ts';

/** DuckDB's spelling. Sums are cast: DuckDB sums integers to HUGEINT, which Parquet has no type for. */
export const duckdbDialect = dialectOf({
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  types: { text: 'VARCHAR' },
  functions: {
    // DuckDB's // truncates towards zero; subtracting the floored remainder first makes it exact.
    floorDiv: (of, by) => `((${of} - ((${of} % ${by}) + ${by}) % ${by}) // ${by})`,
    div: (of, by) => `(${of} // ${by})`,
    mod: (of, by) => `(((${of} % ${by}) + ${by}) % ${by})`,
  },
  around: {
    sum: (call) => `CAST(${call} AS BIGINT)`,
    countIf: (call) => `CAST(${call} AS BIGINT)`,
  },
});
