/** A name for a value inside an SQL expression: a lambda over an array of one. */
const naming = (value: string, name: string, use: string): string =>
  `transform(array(${value}), ${name} -> ${use})[0]`;

const rank = (percent: string, count: string): string =>
  `(CAST(${percent} AS BIGINT) * ${count} + 99L) DIV 100L`;

/**
 * The nearest-rank percentile of a list of integers, in SQL: the value at rank
 * ceil(percent · n / 100), null of an empty list.
 */
export const nearestRank = (values: string, percent: string): string =>
  naming(
    `array_sort(${values})`,
    'sorted',
    `get(sorted, CAST(${rank(percent, 'size(sorted)')} AS INT) - 1)`,
  );

/** The same of a list of structs: a value `v` and how often it occurs, `n`. */
export const nearestRankOfPairs = (pairs: string, percent: string): string => {
  const count = 'aggregate(sorted, 0L, (sum, one) -> sum + one.n)';
  const start = `named_struct('c', 0L, 'to', ${rank(percent, count)}, 'v', CAST(NULL AS BIGINT))`;
  const value = 'IF(so.v IS NULL AND so.c + one.n >= so.to, one.v, so.v)';
  const step = `(so, one) -> named_struct('c', so.c + one.n, 'to', so.to, 'v', ${value})`;
  return naming(`array_sort(${pairs})`, 'sorted', `aggregate(sorted, ${start}, ${step}).v`);
};
