import type { Row } from '../../result/table.ts';
import { numberOf, type Reading } from './reading.ts';

export interface Valued {
  readonly row: Row;
  readonly value: number;
}

/** The rows that have a value of the column, the largest first, else in the order of the table. */
export const ranking = (reading: Reading, column: string): readonly Valued[] =>
  reading.table.rows
    .flatMap((row): readonly Valued[] => {
      const value = numberOf(reading, row, column);
      return value === null ? [] : [{ row, value }];
    })
    .toSorted((a, b) => b.value - a.value);

const aggregateOf = (reading: Reading, name: string): string | undefined => {
  const formula = reading.table.analytic.measures.find((measure) => measure.name === name)?.formula;
  return formula?.kind === 'aggregate' ? JSON.stringify(formula.aggregate) : undefined;
};

/** True for counts and sums: the values of all rows add up to that of the whole. */
export const isAdditive = (reading: Reading, name: string): boolean => {
  const formula = reading.table.analytic.measures.find((measure) => measure.name === name)?.formula;
  return (
    formula?.kind === 'aggregate' &&
    (formula.aggregate.fn === 'count' || formula.aggregate.fn === 'sum')
  );
};

/** The name of the table's share of just this measure, where it has one. */
export const shareColumn = (reading: Reading, name: string): string | undefined => {
  const aggregate = aggregateOf(reading, name);
  return reading.table.analytic.measures.find(
    ({ formula }) => formula.kind === 'share' && JSON.stringify(formula.aggregate) === aggregate,
  )?.name;
};
