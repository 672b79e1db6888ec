import * as sql from '../../sql/expression.ts';
import type { SqlExpr } from '../../sql/expression.ts';
import { type Join, type Output, output } from '../../sql/select.ts';
import { joinDictionary } from '../facts-relation.ts';
import type { Grouping } from '../key.ts';
import { numbersTable } from '../physical.ts';
import type { Need, Relation } from '../relation.ts';
import type { Shape } from '../shape.ts';
import { overlapOf } from '../../model/window.ts';
import { windowName, keyName } from './names.ts';

const always = sql.binary(sql.integer(1), '=', sql.integer(1));

const byAlias = (joins: readonly Join[]): readonly Join[] => [
  ...new Map(joins.map((join) => [join.as, join])).values(),
];

/** The groups of a step over a relation: window start, then keys; with the joins and conditions they need. */
export const grouped = (
  shape: Shape,
  relation: Relation,
  need: Need,
  more: readonly Grouping[],
) => {
  const { window } = shape.query;
  const start = (): SqlExpr | undefined => {
    if (window === undefined || shape.bucket?.kind !== 'time') return undefined;
    const slide: SqlExpr = sql.binary(
      relation.slot({ kind: 'time', widthUs: window.slideUs }),
      '*',
      sql.integer(window.slideUs),
    );
    return window.slideUs === window.sizeUs
      ? slide
      : sql.binary(slide, '-', sql.binary(sql.column('i', 'n'), '*', sql.integer(window.slideUs)));
  };
  const at = start();
  const overlaps = window !== undefined && at !== undefined && window.slideUs !== window.sizeUs;
  const known = shape.keys
    .filter((key) => key.knownOnly)
    .map((key) => sql.binary(key.code(relation), '<', sql.integer(key.unknown)));
  const inside =
    overlaps && shape.bucket?.kind === 'time'
      ? [
          sql.binary(sql.column('i', 'n'), '<', sql.integer(overlapOf(window))),
          sql.binary(
            sql.binary(relation.slot(shape.bucket), '*', sql.integer(shape.bucket.widthUs)),
            '<',
            sql.binary(at, '+', sql.integer(window.sizeUs)),
          ),
        ]
      : [];
  const filter = relation.filter(need);
  const conditions = [...known, ...inside, ...(filter === undefined ? [] : [filter])];
  const groups: readonly Output[] = [
    ...(at === undefined ? [] : [output(at, windowName)]),
    ...shape.keys.map((key, index) => output(key.code(relation), keyName(index))),
  ];
  const joins = byAlias([
    ...[...shape.keys, ...more].flatMap((one) =>
      one.dictionary === undefined ? [] : [joinDictionary(one.dictionary)],
    ),
    ...relation.joins(need),
    ...(overlaps ? [{ kind: 'cross' as const, table: numbersTable, as: 'n', on: undefined }] : []),
  ]);
  return { groups, joins, conditions };
};

export const whereOf = (conditions: readonly SqlExpr[]): { where?: SqlExpr } =>
  conditions.length === 0 ? {} : { where: sql.and(...conditions) };

export const groupNames = (shape: Shape): readonly string[] => [
  ...(shape.bucket === undefined ? [] : [windowName]),
  ...shape.keys.map((_, index) => keyName(index)),
];

/** Rows of two steps belong together where window and keys are equal. */
export const sameGroup = (shape: Shape, left: string, right: string): SqlExpr => {
  const names = groupNames(shape);
  return names.length === 0
    ? always
    : sql.and(
        ...names.map((name) => sql.binary(sql.column(name, left), '=', sql.column(name, right))),
      );
};
