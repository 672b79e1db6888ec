import { resultColumns } from '../../../model/columns.ts';
import type { Order } from '../../../model/order.ts';
import { asc } from '../../../model/order.ts';
import { keyColumns } from '../../../plan/key.ts';
import type { Query } from '../../../plan/query.ts';

const term = (isUnknown: string, number: string, text: string): string =>
  `named_struct('u', ${isUnknown}, 'n', ${number}, 't', ${text})`;

/** Turns the order of texts by their bytes round: digits complemented, and an end behind all digits. */
const backwards = (text: string): string =>
  `concat(translate(hex(CAST(${text} AS BINARY)), '0123456789ABCDEF', 'FEDCBA9876543210'), 'G')`;

const terms = ({ analytic }: Query): readonly Order[] => [
  ...analytic.order,
  ...keyColumns(analytic).map(asc),
];

/**
 * What sorts rows ascending into the order of the query, in SQL: an array of structs, the keys
 * last, unknown last in both directions. `valueOf` gives the value of a column of the result;
 * shares need not be divided for it.
 */
export const orderText = (query: Query, valueOf: (column: string) => string): string => {
  const columns = new Map(resultColumns(query.analytic).map((column) => [column.name, column]));
  const structs = terms(query).map(({ column, direction }) => {
    const value = valueOf(column);
    const unknown = `${value} IS NULL`;
    if (columns.get(column)?.type === 'text') {
      const text = direction === 'ascending' ? value : backwards(value);
      return term(unknown, 'CAST(NULL AS DOUBLE)', text);
    }
    const number = `CAST(${value} AS DOUBLE)`;
    return term(unknown, direction === 'ascending' ? number : `-${number}`, 'CAST(NULL AS STRING)');
  });
  return `array(${structs.length === 0 ? term('false', '0D', "''") : structs.join(', ')})`;
};
