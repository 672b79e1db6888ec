/** A value bound to `?`: whole numbers as BIGINT, other numbers as DOUBLE, text as STRING. */
export type SqlValue = string | number | bigint | boolean;

/** One SQL statement; values are bound by position, never spliced into the text. */
export interface SparkStatement {
  readonly sql: string;
  readonly values?: readonly SqlValue[];
}
