import * as sql from '../../sql/expression.ts';
import { type Join, type Output, output } from '../../sql/select.ts';
import type { Grouping } from '../key.ts';
import { dictAlias } from '../physical.ts';
import type { Shape, ShapeKey } from '../shape.ts';
import { keyName } from './names.ts';

/** A dictionary cut down to the texts that were picked: the join with it then passes few rows. */
const pickedDictionary = (
  join: Join,
  keys: readonly (ShapeKey & { readonly index: number })[],
): Join => {
  const same = keys.map((key) =>
    sql.binary(sql.column(key.field ?? '', 'whole'), '=', sql.column(keyName(key.index), 'p')),
  );
  const columns = ['key', ...new Set(keys.map((key) => key.field ?? ''))];
  return {
    ...join,
    table: {
      columns: columns.map((name) => output(sql.column(name, 'whole'), name)),
      from: { table: join.table, as: 'whole' },
      joins: [{ kind: 'semi', table: 'picked', as: 'p', on: sql.and(...same) }],
    },
  };
};

/** Only rows of the groups that were picked. */
export const onlyPicked = (
  shape: Shape,
  groups: readonly Output[],
  joins: readonly Join[],
  of: Grouping,
): readonly Join[] => {
  const keys = shape.keys.map((key, index) => ({ ...key, index }));
  const narrowed = joins.map((join) => {
    const own = keys.filter(
      (key) => key.dictionary !== undefined && dictAlias(key.dictionary) === join.as,
    );
    const shared = of.dictionary !== undefined && dictAlias(of.dictionary) === join.as;
    return own.length === 0 || shared ? join : pickedDictionary(join, own);
  });
  // Keys of one dictionary, and no window: the narrowed dictionary says it all.
  const said =
    shape.bucket === undefined &&
    keys.every((key) => key.dictionary === keys[0]?.dictionary) &&
    narrowed.some((join) => typeof join.table !== 'string');
  if (said || groups.length === 0) return narrowed;
  return [
    ...narrowed,
    {
      kind: 'semi',
      table: 'picked',
      as: 'p',
      on: sql.and(...groups.map((group) => sql.binary(group.expr, '=', sql.column(group.as, 'p')))),
    },
  ];
};
