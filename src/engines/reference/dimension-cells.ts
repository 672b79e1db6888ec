import { smallest } from '../../model/aggregate.ts';
import type { AttributeColumn, Dimension } from '../../model/dimension.ts';
import type { NamedRow } from '../../plan/finish-rows.ts';
import type { QueryContext } from '../../plan/query.ts';
import type { Cell } from '../../result/table.ts';
import { aggregator } from './aggregate.ts';
import { type Group, keyColumns } from './group.ts';

type CellOf = (group: Group) => Cell;

const keyOf =
  (name: string, by: readonly Dimension[]): CellOf =>
  ({ keys }) =>
    keys[keyColumns(by).findIndex((column) => column.name === name)] ?? null;

/** The constant that belongs to the value of the key that the attribute describes. */
const attributeOf = ({ of, values }: AttributeColumn, by: readonly Dimension[]): CellOf => {
  const described = keyOf(of, by);
  const domain = keyColumns(by).find((column) => column.name === of)?.domain ?? [];
  return (group) => {
    const value = described(group);
    return values[domain.findIndex((member) => member === value)] ?? null;
  };
};

/** Makes the function that gives what dimensions say of a group: keys, labels, attributes by name. */
export const dimensionCells = (
  by: readonly Dimension[],
  context: QueryContext,
): ((group: Group) => NamedRow) => {
  const cells = by.flatMap((dimension) =>
    dimension.columns.map((column): readonly [string, CellOf] => {
      switch (column.role) {
        case 'key':
          return [column.name, keyOf(column.name, by)];
        case 'label': {
          const label = aggregator(smallest(column.expr).aggregate, context);
          return [column.name, ({ rows }) => label(rows)];
        }
        case 'attribute':
          return [column.name, attributeOf(column, by)];
      }
    }),
  );
  return (group) => Object.fromEntries(cells.map(([name, cellOf]) => [name, cellOf(group)]));
};
