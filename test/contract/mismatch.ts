import { isDeepStrictEqual } from 'node:util';
import type { Row, Table } from '../../src/result/table.ts';

const lines = (rows: readonly Row[], others: readonly Row[]): string =>
  rows.length === 0
    ? '    (no rows)'
    : rows
        .map((row, index) => {
          const mark = isDeepStrictEqual(row, others[index]) ? ' ' : '*';
          return `  ${mark} ${JSON.stringify(row)}`;
        })
        .join('\n');

/** What differs between the rows that a table should have and those that it has; undefined: nothing. */
export const mismatch = (
  { name, columns, rows }: Pick<Table, 'name' | 'columns' | 'rows'>,
  expected: readonly Row[],
  about: string,
): string | undefined =>
  isDeepStrictEqual(rows, expected)
    ? undefined
    : [
        `${name}: ${about}`,
        `  columns ${columns.map((column) => column.name).join(', ')}`,
        '  expected',
        lines(expected, rows),
        '  actual (* differs)',
        lines(rows, expected),
      ].join('\n');
