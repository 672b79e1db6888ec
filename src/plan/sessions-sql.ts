import type { Aggregate } from '../model/aggregate.ts';
import type { SessionRows } from '../model/sessions.ts';
import * as sql from '../sql/expression.ts';
import type { SqlExpr } from '../sql/expression.ts';
import { type Join, output, type Select } from '../sql/select.ts';
import { joinDictionary } from './facts-relation.ts';
import { type Grouping, groupingOf, identityOf } from './key.ts';
import { dictAlias, dictTable, type Physical } from './physical.ts';
import type { QueryContext } from './query.ts';
import { aggregateId, alias, type Need, type Relation } from './relation.ts';
import type { Slot } from './slot.ts';
import { localWidth, sharedWidth } from './time-width.ts';

interface DistinctColumn {
  readonly name: string;
  readonly of: Grouping;
  readonly need: Need;
}

/** Sessions resolved to slots and aggregates. */
export interface SessionShape {
  readonly rows: SessionRows;
  /** Tells listeners apart; `listener` is the code of their text. */
  readonly by: Grouping;
  readonly listener: Grouping;
  readonly bucket: Slot & { readonly kind: 'time' };
  readonly gapUs: number;
  readonly additive: readonly { readonly name: string; readonly aggregate: Aggregate }[];
  readonly distinct: readonly DistinctColumn[];
  readonly baseNeed: Need;
}

/**
 * Events of one listener in one time bucket share a session, because a bucket is never wider than
 * the gap: so sessions are cut between buckets, of which there are far fewer than events.
 */
export const sessionShape = (
  rows: SessionRows,
  physical: Physical,
  context: QueryContext,
): SessionShape => {
  const gapUs = context.settings[rows.gap];
  const widthUs = sharedWidth(localWidth(context.zone), gapUs) ?? gapUs;
  const bucket = { kind: 'time', widthUs } as const;
  const listener = groupingOf(rows.by, physical, context, undefined);
  const by = identityOf(listener, physical);
  const slots = [...by.slots, bucket];
  const named = Object.entries(rows.aggregates).map(([name, aggregate]) => ({ name, aggregate }));
  const additive = named.filter(({ aggregate }) => aggregate.fn !== 'distinct');
  return {
    rows,
    by,
    listener,
    bucket,
    gapUs,
    additive,
    distinct: named.flatMap(({ name, aggregate }): readonly DistinctColumn[] => {
      if (aggregate.fn !== 'distinct') return [];
      const of = identityOf(groupingOf(aggregate.of, physical, context, undefined), physical);
      const need = {
        slots: [...slots, ...of.slots],
        aggregates: [],
        where: aggregate.where,
        late: false,
      };
      return [{ name, of, need }];
    }),
    baseNeed: {
      slots,
      aggregates: [
        { fn: 'min', of: rows.at },
        { fn: 'max', of: rows.at },
        ...additive.map((one) => one.aggregate),
      ],
      where: undefined,
      late: false,
    },
  };
};

export const sessionNeeds = (shape: SessionShape): readonly Need[] => [
  shape.baseNeed,
  ...shape.distinct.map((one) => one.need),
];

const listenerColumn = sql.column('u');
const part = sql.column('b');

const readRelation = (
  shape: SessionShape,
  relation: Relation,
  need: Need,
  of: readonly Grouping[],
) => {
  const filter = relation.filter(need);
  const conditions = [
    ...[shape.by, ...of].flatMap((one) =>
      one.dictionary === undefined && one.field !== undefined
        ? []
        : [sql.binary(one.code(relation), '<', sql.integer(one.unknown))],
    ),
    ...(filter === undefined ? [] : [filter]),
  ];
  return {
    from: { table: relation.table, as: alias },
    joins: [
      ...[shape.by, ...of].flatMap((one) =>
        one.dictionary === undefined ? [] : [joinDictionary(one.dictionary)],
      ),
      ...relation.joins(need),
    ].filter((join, index, all) => all.findIndex((one) => one.as === join.as) === index),
    ...(conditions.length === 0 ? {} : { where: sql.and(...conditions) }),
  };
};

const bucketsStep = (shape: SessionShape, relation: Relation): Select => {
  const groups = [shape.by.code(relation), relation.slot(shape.bucket)] as const;
  const { rows } = shape;
  return {
    columns: [
      output(groups[0], 'u'),
      output(groups[1], 'b'),
      output(relation.aggregate({ fn: 'min', of: rows.at }), 'first'),
      output(relation.aggregate({ fn: 'max', of: rows.at }), 'last'),
      ...shape.additive.map(({ name, aggregate }) => output(relation.aggregate(aggregate), name)),
    ],
    ...readRelation(shape, relation, shape.baseNeed, []),
    groupBy: groups,
  };
};

const inOrder = { partitionBy: [listenerColumn], orderBy: [sql.ascending(part)] } as const;

const names = (shape: SessionShape): readonly string[] => shape.additive.map((one) => one.name);

const cutStep = (shape: SessionShape): Select => ({
  columns: [
    ...['u', 'b', 'first', 'last', ...names(shape)].map((name) => output(sql.column(name), name)),
    output(
      sql.when(
        [
          {
            when: sql.binary(
              sql.binary(
                sql.column('first'),
                '-',
                sql.over(sql.call('lag', sql.column('last')), inOrder),
              ),
              '<=',
              sql.integer(shape.gapUs),
            ),
            then: sql.integer(0),
          },
        ],
        sql.integer(1),
      ),
      'fresh',
    ),
  ],
  from: { table: 'buckets', as: 'buckets' },
});

const numberedStep = (shape: SessionShape): Select => ({
  columns: [
    ...['u', 'b', 'first', 'last', ...names(shape)].map((name) => output(sql.column(name), name)),
    output(sql.over(sql.call('sum', sql.column('fresh')), { ...inOrder, running: true }), 's'),
  ],
  from: { table: 'cuts', as: 'cuts' },
});

const combined = (aggregate: Aggregate, of: SqlExpr): SqlExpr =>
  sql.call(aggregate.fn === 'min' || aggregate.fn === 'max' ? aggregate.fn : 'sum', of);

const joinedStep = (shape: SessionShape): Select => ({
  columns: [
    output(listenerColumn, 'u'),
    output(sql.column('s'), 's'),
    output(sql.call('min', sql.column('first')), 'first'),
    output(sql.call('max', sql.column('last')), 'last'),
    ...shape.additive.map(({ name, aggregate }) =>
      output(combined(aggregate, sql.column(name)), name),
    ),
  ],
  from: { table: 'numbered', as: 'numbered' },
  groupBy: [listenerColumn, sql.column('s')],
});

/** Pairs of session and value, straight from the rows: a row's bucket tells its session. */
const distinctStep = (shape: SessionShape, column: DistinctColumn, relation: Relation): Select => {
  const read = readRelation(shape, relation, column.need, [column.of]);
  const pairs: Select = {
    distinct: true,
    columns: [
      output(sql.column('u', 'm'), 'u'),
      output(sql.column('s', 'm'), 's'),
      output(column.of.code(relation), 'v'),
    ],
    ...read,
    joins: [
      ...read.joins,
      {
        kind: 'inner',
        table: 'numbered',
        as: 'm',
        on: sql.and(
          sql.binary(sql.column('u', 'm'), '=', shape.by.code(relation)),
          sql.binary(sql.column('b', 'm'), '=', relation.slot(shape.bucket)),
        ),
      },
    ],
  };
  return {
    columns: [
      output(listenerColumn, 'u'),
      output(sql.column('s'), 's'),
      output(sql.call('count'), 'n'),
    ],
    from: { table: pairs, as: 'pairs' },
    groupBy: [listenerColumn, sql.column('s')],
  };
};

const joinKey = (group: number | 'action'): Join => ({
  kind: 'inner',
  table: dictTable(group),
  as: dictAlias(group),
  on: sql.binary(sql.column('key', dictAlias(group)), '=', sql.column('u', 'j')),
});

const distinctName = (index: number): string => `distinct_${index}`;

/**
 * One row per session: `user_id` (the code of the listener), `started_at`, `ended_at` (microseconds),
 * `duration_ms`, and a column per aggregate.
 */
export const sessionsSelect = (shape: SessionShape, choose: (need: Need) => Relation): Select => {
  const first = sql.column('first', 'j');
  const last = sql.column('last', 'j');
  const own = (name: string): SqlExpr => {
    const distinct = shape.distinct.findIndex((one) => one.name === name);
    if (distinct >= 0) {
      return sql.call('coalesce', sql.column('n', distinctName(distinct)), sql.integer(0));
    }
    const additive = shape.rows.aggregates[name];
    const found = sql.column(name, 'j');
    return additive?.fn === 'sum' ? sql.call('coalesce', found, sql.integer(0)) : found;
  };
  const { dictionary, field } = shape.listener;
  const byKey = shape.by.dictionary === undefined && dictionary !== undefined;
  const code = byKey ? sql.column(field ?? '', dictAlias(dictionary)) : sql.column('u', 'j');
  return {
    with: [
      { name: 'buckets', select: bucketsStep(shape, choose(shape.baseNeed)) },
      { name: 'cuts', select: cutStep(shape) },
      { name: 'numbered', select: numberedStep(shape) },
      { name: 'joined', select: joinedStep(shape) },
      ...shape.distinct.map((one, index) => ({
        name: distinctName(index),
        select: distinctStep(shape, one, choose(one.need)),
      })),
    ],
    columns: [
      output(code, 'user_id'),
      output(first, 'started_at'),
      output(last, 'ended_at'),
      output(sql.call('floorDiv', sql.binary(last, '-', first), sql.integer(1_000)), 'duration_ms'),
      ...Object.keys(shape.rows.aggregates).map((name) => output(own(name), name)),
    ],
    from: { table: 'joined', as: 'j' },
    joins: [
      ...(byKey ? [joinKey(dictionary)] : []),
      ...shape.distinct.map((_, index) => ({
        kind: 'left' as const,
        table: distinctName(index),
        as: distinctName(index),
        on: sql.and(
          sql.binary(sql.column('u', distinctName(index)), '=', sql.column('u', 'j')),
          sql.binary(sql.column('s', distinctName(index)), '=', sql.column('s', 'j')),
        ),
      })),
    ],
  };
};

/** What identifies equal session definitions, so that analytics share one table of sessions. */
export const sessionsId = (rows: SessionRows): string =>
  JSON.stringify([
    rows.by,
    rows.at,
    rows.gap,
    Object.entries(rows.aggregates).map(([name, one]) => [name, aggregateId(one)]),
  ]);
