/** A bound value: whole numbers as BIGINT, other numbers as DOUBLE, text as STRING. */
export type SqlValue = string | number | bigint | boolean;

/**
 * One SQL statement; values are bound to `:v1`, `:v2`, …, never spliced into the text. By name,
 * because a Connect server of Spark 4.2.0 mixes up five and more values of `?`.
 */
export interface SparkStatement {
  readonly sql: string;
  readonly values?: readonly SqlValue[];
}
