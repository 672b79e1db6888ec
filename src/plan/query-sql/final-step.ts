import * as sql from '../../sql/expression.ts';
import { aggregatesOf } from '../../model/walk.ts';
import type { SqlExpr } from '../../sql/expression.ts';
import { type Join, type Output, output, type Select } from '../../sql/select.ts';
import { textTable } from '../physical.ts';
import type { Shape } from '../shape.ts';
import { sameGroup } from './grouped.ts';
import { measureSql } from './measure-sql.ts';
import { windowName, keyName, labelName, spreadName } from './names.ts';
import { orderOf } from './order.ts';

const textOutput = (
  of: SqlExpr,
  field: string,
  as: string,
  name: string,
): { join: Join; output: Output } => ({
  join: {
    kind: 'left',
    table: textTable(field),
    as,
    on: sql.binary(sql.column('code', as), '=', of),
  },
  output: output(sql.column('text', as), name),
});

export const finalStep = (shape: Shape, late: readonly number[]): Omit<Select, 'with'> => {
  const { analytic } = shape.query;
  const column = (name: string): SqlExpr => {
    const index = late.findIndex((one) => spreadName(one) === name);
    return index >= 0 ? sql.column('n', name) : sql.column(name, 'picked');
  };
  const keys = shape.keys.map((key, index) => {
    const code = column(keyName(index));
    return key.field === undefined
      ? {
          join: undefined,
          output: output(
            sql.when([{ when: sql.binary(code, '<', sql.integer(key.unknown)), then: code }]),
            key.name,
          ),
        }
      : textOutput(code, key.field, `x${index}`, key.name);
  });
  const labels = shape.labels.map((label, index) =>
    textOutput(column(labelName(index)), label.field ?? label.name, `y${index}`, label.name),
  );
  const measures = analytic.measures.map((measure, index) => {
    const value = measureSql(shape, measure, column);
    const [aggregate] = aggregatesOf(measure.formula);
    const field =
      measure.type === 'text' &&
      aggregate !== undefined &&
      'of' in aggregate &&
      aggregate.of.op === 'column'
        ? aggregate.of.name
        : undefined;
    return field === undefined
      ? { join: undefined, output: output(value, measure.name) }
      : textOutput(value, field, `z${index}`, measure.name);
  });
  const all = [...keys, ...labels, ...measures];
  return {
    columns: [
      ...(shape.bucket === undefined ? [] : [output(column(windowName), 'window_start')]),
      ...all.map((one) => one.output),
    ],
    from: { table: 'picked', as: 'picked' },
    joins: [
      ...late.map((index) => ({
        kind: 'left' as const,
        table: spreadName(index),
        as: spreadName(index),
        on: sameGroup(shape, spreadName(index), 'picked'),
      })),
      ...all.flatMap((one) => (one.join === undefined ? [] : [one.join])),
    ],
    orderBy: orderOf(shape, column),
  };
};
