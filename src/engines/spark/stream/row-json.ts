import type { Cell } from '../../../result/table.ts';
import type { DimensionColumn } from '../../../model/dimension.ts';
import { keyColumns } from '../../../plan/key.ts';
import { literal } from '../text.ts';
import { instantText } from './instant-text.ts';
import { columnOf, type Layout } from './layout.ts';
import { measureText, type Places } from './measure-text.ts';
import type { RowSet } from './sets.ts';
import type { Query } from '../../../plan/query.ts';

const constant = (cell: Cell, type: 'text' | 'integer'): string =>
  cell === null
    ? `CAST(NULL AS ${type === 'text' ? 'STRING' : 'BIGINT'})`
    : typeof cell === 'string'
      ? literal(cell)
      : `${cell}L`;

/** The value of a key, label or attribute, in SQL. */
const dimensionText = (
  layout: Layout,
  set: RowSet,
  query: Query,
  column: DimensionColumn,
  row: Places['row'],
): string => {
  const keys = keyColumns(query.analytic);
  const keyText = (name: string): string => {
    const index = keys.findIndex((key) => key.name === name);
    const text = row(`k${index + 1}`);
    return keys[index]?.expr.type === 'text' ? text : `CAST(${text} AS BIGINT)`;
  };
  switch (column.role) {
    case 'key':
      return keyText(column.name);
    case 'label':
      return row(columnOf(layout, set, { fn: 'min', of: column.expr.node }));
    case 'attribute': {
      const domain = keys.find((key) => key.name === column.of)?.domain ?? [];
      const cases = domain.map(
        (member, index) =>
          `WHEN ${member} THEN ${constant(column.values[index] ?? null, column.type)}`,
      );
      return cases.length === 0
        ? constant(null, column.type)
        : `CASE ${keyText(column.of)} ${cases.join(' ')} END`;
    }
  }
};

/** The value of each column of a query's result but the rank, in SQL; instants in microseconds. */
export const columnTexts = (
  layout: Layout,
  set: RowSet,
  whole: RowSet,
  query: Query,
  places: Places,
): ReadonlyMap<string, string> =>
  new Map([
    ...query.analytic.by.flatMap(({ columns }) =>
      columns.map(
        (column) => [column.name, dimensionText(layout, set, query, column, places.row)] as const,
      ),
    ),
    ...query.analytic.measures.map(
      (measure) => [measure.name, measureText(layout, set, whole, measure, places)] as const,
    ),
  ]);

/** One row as JSON, columns in their order, in SQL; `index` counts the rows from 0. */
export const rowJson = (
  layout: Layout,
  set: RowSet,
  whole: RowSet,
  query: Query,
  places: Places & { readonly index: string },
): string => {
  const { analytic } = query;
  const texts = columnTexts(layout, set, whole, query, places);
  const instants = new Set(
    analytic.measures.filter(({ type }) => type === 'instant').map(({ name }) => name),
  );
  const fields = [
    ...(analytic.ranked ? [`'rank', ${places.index} + 1`] : []),
    ...[...texts].map(
      ([name, text]) => `${literal(name)}, ${instants.has(name) ? instantText(text) : text}`,
    ),
  ];
  return `to_json(named_struct(${fields.join(', ')}), map('ignoreNullFields', 'false'))`;
};
