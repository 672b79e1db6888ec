import type { Aggregate } from '../model/aggregate.ts';
import type { Measure } from '../model/measure.ts';
import { aggregatesOf } from '../model/walk.ts';
import * as sql from '../sql/expression.ts';
import type { SortTerm, SqlExpr } from '../sql/expression.ts';
import { type Join, type Output, output, type Select } from '../sql/select.ts';
import { joinDictionary } from './facts-relation.ts';
import type { Grouping } from './key.ts';
import { dictAlias, numbersTable, textTable } from './physical.ts';
import { aggregateId, alias, type Need, type Relation } from './relation.ts';
import { isLate, type Shape, type ShapeKey, type Spread } from './shape.ts';

export type Choose = (need: Need) => Relation;

const windowName = 'w';
const keyName = (index: number): string => `k${index}`;
const labelName = (index: number): string => `l${index}`;
const additiveName = (index: number): string => `a${index}`;
const totalName = (index: number): string => `t${index}`;
const spreadName = (index: number): string => `d${index}`;
const totalSpreadName = (index: number): string => `e${index}`;

const always = sql.binary(sql.integer(1), '=', sql.integer(1));

const byAlias = (joins: readonly Join[]): readonly Join[] => [
  ...new Map(joins.map((join) => [join.as, join])).values(),
];

/** The groups of a step over a relation: window start, then keys; with the joins and conditions they need. */
const grouped = (shape: Shape, relation: Relation, need: Need, more: readonly Grouping[]) => {
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
          sql.binary(
            sql.column('i', 'n'),
            '<',
            sql.integer(Math.ceil(window.sizeUs / window.slideUs)),
          ),
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

const whereOf = (conditions: readonly SqlExpr[]): { where?: SqlExpr } =>
  conditions.length === 0 ? {} : { where: sql.and(...conditions) };

const groupNames = (shape: Shape): readonly string[] => [
  ...(shape.bucket === undefined ? [] : [windowName]),
  ...shape.keys.map((_, index) => keyName(index)),
];

/** Rows of two steps belong together where window and keys are equal. */
const sameGroup = (shape: Shape, left: string, right: string): SqlExpr => {
  const names = groupNames(shape);
  return names.length === 0
    ? always
    : sql.and(
        ...names.map((name) => sql.binary(sql.column(name, left), '=', sql.column(name, right))),
      );
};

const baseStep = (shape: Shape, relation: Relation): Select => {
  const { groups, joins, conditions } = grouped(shape, relation, shape.baseNeed, shape.labels);
  return {
    columns: [
      ...groups,
      ...shape.labels.map((label, index) =>
        output(sql.call('min', label.code(relation)), labelName(index)),
      ),
      ...shape.additive.map((one, index) => output(relation.aggregate(one), additiveName(index))),
    ],
    from: { table: relation.table, as: alias },
    joins,
    ...whereOf(conditions),
    groupBy: groups.map((group) => group.expr),
  };
};

const totalsStep = (shape: Shape, relation: Relation): Select => {
  const whole: Shape = { ...shape, keys: [] };
  const { groups, joins, conditions } = grouped(whole, relation, shape.totalsNeed, []);
  return {
    columns: [
      ...groups,
      ...shape.totals.map((one, index) => output(relation.aggregate(one), totalName(index))),
    ],
    from: { table: relation.table, as: alias },
    joins,
    ...whereOf(conditions),
    groupBy: groups.map((group) => group.expr),
  };
};

const distinctStep = (inner: Select, names: readonly string[]): Select => ({
  columns: [...names.map((name) => output(sql.column(name), name)), output(sql.call('count'), 'n')],
  from: { table: { ...inner, distinct: true }, as: 'v' },
  groupBy: names.map((name) => sql.column(name)),
});

/** Nearest rank: the smallest value that has at least ceil(p · n / 100) values at or below it. */
const percentileStep = (
  inner: Select,
  names: readonly string[],
  weight: SqlExpr,
  percent: number,
): Select => {
  const partitionBy = names.map((name) => sql.column(name));
  const weighted: Select = {
    ...inner,
    columns: [...inner.columns, output(weight, 'c')],
    groupBy: inner.columns.map((column) => column.expr),
  };
  const running: Select = {
    columns: [
      ...[...names, 'v'].map((name) => output(sql.column(name), name)),
      output(
        sql.over(sql.call('sum', sql.column('c')), {
          partitionBy,
          orderBy: [sql.ascending(sql.column('v'))],
          running: true,
        }),
        'below',
      ),
      output(sql.over(sql.call('sum', sql.column('c')), { partitionBy }), 'total'),
    ],
    from: { table: weighted, as: 'weighted' },
  };
  const rank = sql.call(
    'floorDiv',
    sql.binary(sql.binary(sql.column('total'), '*', sql.integer(percent)), '+', sql.integer(99)),
    sql.integer(100),
  );
  return {
    columns: [
      ...names.map((name) => output(sql.column(name), name)),
      output(sql.call('min', sql.column('v')), 'n'),
    ],
    from: { table: running, as: 'running' },
    where: sql.binary(sql.column('below'), '>=', rank),
    groupBy: partitionBy,
  };
};

/** Where there is no dictionary to join, a key is always known. */
const isKnown = (of: Grouping, value: SqlExpr): readonly SqlExpr[] =>
  of.dictionary === undefined && of.field !== undefined
    ? []
    : [sql.binary(value, '<', sql.integer(of.unknown))];

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
const onlyPicked = (
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

const spreadStep = (shape: Shape, spread: Spread, relation: Relation, picked: boolean): Select => {
  const { groups, joins, conditions } = grouped(shape, relation, spread.need, [spread.of]);
  const value = spread.of.code(relation);
  const inner: Select = {
    columns: [...groups, output(value, 'v')],
    from: { table: relation.table, as: alias },
    joins: picked ? onlyPicked(shape, groups, joins, spread.of) : joins,
    ...whereOf([...conditions, ...isKnown(spread.of, value)]),
  };
  return spread.aggregate.fn === 'distinct'
    ? distinctStep(inner, groupNames(shape))
    : percentileStep(
        inner,
        groupNames(shape),
        relation.aggregate({ fn: 'count' }),
        spread.aggregate.percent,
      );
};

/** The value of a measure, where the columns of all its steps are joined. */
const measureSql = (shape: Shape, measure: Measure, column: (name: string) => SqlExpr): SqlExpr => {
  const index = (of: readonly Aggregate[], one: Aggregate): number =>
    of.findIndex((other) => aggregateId(other) === aggregateId(one));
  const zero = (of: SqlExpr): SqlExpr => sql.call('coalesce', of, sql.integer(0));
  const value = (one: Aggregate): SqlExpr => {
    if (one.fn === 'distinct' || one.fn === 'percentile') {
      const found = column(
        spreadName(
          index(
            shape.spread.map((other) => other.aggregate),
            one,
          ),
        ),
      );
      return one.fn === 'distinct' ? zero(found) : found;
    }
    const found = column(additiveName(index(shape.additive, one)));
    return one.fn === 'count' || one.fn === 'sum' ? zero(found) : found;
  };
  const divide = (above: SqlExpr, below: SqlExpr): SqlExpr =>
    sql.when([
      {
        when: sql.binary(below, '<>', sql.integer(0)),
        then: sql.binary(sql.cast(above, 'double'), '/', sql.cast(below, 'double')),
      },
    ]);
  const { formula } = measure;
  switch (formula.kind) {
    case 'aggregate':
      return value(formula.aggregate);
    case 'ratio': {
      const below = value(formula.denominator);
      const scaled =
        formula.scale === 1 ? below : sql.binary(below, '*', sql.integer(formula.scale));
      return divide(value(formula.numerator), scaled);
    }
    case 'share': {
      const { aggregate } = formula;
      const additive = index(shape.totals, aggregate);
      const spread = index(
        shape.totalSpread.map((other) => other.aggregate),
        aggregate,
      );
      const whole = additive >= 0 ? totalName(additive) : totalSpreadName(spread);
      return divide(value(aggregate), zero(column(whole)));
    }
  }
};

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

const orderOf = (shape: Shape, column: (name: string) => SqlExpr): readonly SortTerm[] => {
  const { analytic } = shape.query;
  const term = (name: string): SqlExpr | undefined => {
    const key = shape.keys.findIndex((one) => one.name === name);
    if (key >= 0) return column(keyName(key));
    const label = shape.labels.findIndex((one) => one.name === name);
    if (label >= 0) return column(labelName(label));
    const measure = analytic.measures.find((one) => one.name === name);
    return measure && measureSql(shape, measure, column);
  };
  return [
    ...(shape.bucket === undefined ? [] : [sql.ascending(column(windowName))]),
    ...analytic.order.flatMap((one): readonly SortTerm[] => {
      const by = term(one.column);
      return by === undefined ? [] : [{ by, descending: one.direction === 'descending' }];
    }),
    ...shape.keys.map((_, index) => sql.ascending(column(keyName(index)))),
  ];
};

/** The rows of the table before finishing: base, totals and what the order needs, filtered and cut. */
const pickedStep = (shape: Shape, early: readonly number[]): Select => {
  const { query } = shape;
  const from = (name: string): SqlExpr =>
    name.startsWith('t')
      ? sql.column(name, 'totals')
      : name.startsWith('d') || name.startsWith('e')
        ? sql.column('n', name)
        : sql.column(name, 'b');
  const named: readonly Output[] = [
    ...groupNames(shape),
    ...shape.labels.map((_, index) => labelName(index)),
    ...shape.additive.map((_, index) => additiveName(index)),
    ...shape.totals.map((_, index) => totalName(index)),
    ...early.map(spreadName),
  ].map((name) => output(from(name), name));
  const wholes = shape.totalSpread.map((_, index) => totalSpreadName(index));
  const columns = [...named, ...wholes.map((name) => output(from(name), name))];
  const threshold = query.analytic.measures.find((one) => one.name === query.threshold?.of);
  const picked: Select = {
    columns,
    from: { table: 'base', as: 'b' },
    joins: [
      ...(shape.totals.length > 0
        ? [
            {
              kind: 'left' as const,
              table: 'totals',
              as: 'totals',
              on: sameGroup({ ...shape, keys: [] }, 'totals', 'b'),
            },
          ]
        : []),
      ...wholes.map((name) => ({
        kind: 'left' as const,
        table: name,
        as: name,
        on: sameGroup({ ...shape, keys: [] }, name, 'b'),
      })),
      ...early.map((index) => ({
        kind: 'left' as const,
        table: spreadName(index),
        as: spreadName(index),
        on: sameGroup(shape, spreadName(index), 'b'),
      })),
    ],
    ...(threshold === undefined || query.threshold === undefined
      ? {}
      : {
          where: sql.binary(
            measureSql(shape, threshold, from),
            '>=',
            sql.bind(query.threshold.atLeast),
          ),
        }),
  };
  if (query.limit === undefined) return picked;
  if (shape.bucket === undefined) {
    return { ...picked, orderBy: orderOf(shape, from), limit: query.limit };
  }
  const place = sql.over(sql.call('rowNumber'), {
    partitionBy: [from(windowName)],
    orderBy: orderOf(shape, from),
  });
  return {
    columns: columns.map(({ as }) => output(sql.column(as), as)),
    from: { table: { ...picked, columns: [...columns, output(place, 'place')] }, as: 'placed' },
    where: sql.binary(sql.column('place'), '<=', sql.integer(query.limit)),
  };
};

const finalStep = (shape: Shape, late: readonly number[]): Omit<Select, 'with'> => {
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

/**
 * The SQL of one query over the relations that `choose` names. Its columns are `window_start`
 * (with windows), keys, labels and measures by name; rows are in the order of the result.
 */
export const querySelect = (shape: Shape, choose: Choose): Select => {
  const indexes = shape.spread.map((_, index) => index);
  const ordering = indexes.filter((index) => {
    const spread = shape.spread[index];
    return spread !== undefined && !isLate({ ...shape.query, limit: 1 }, spread.aggregate);
  });
  const late = indexes.filter((index) => !ordering.includes(index));
  const cut = shape.query.limit !== undefined || shape.query.threshold !== undefined;
  const step = (index: number, picked: boolean) => {
    const spread = shape.spread[index];
    if (spread === undefined) return [];
    return [
      { name: spreadName(index), select: spreadStep(shape, spread, choose(spread.need), picked) },
    ];
  };
  return {
    with: [
      { name: 'base', select: baseStep(shape, choose(shape.baseNeed)) },
      ...(shape.totals.length > 0
        ? [{ name: 'totals', select: totalsStep(shape, choose(shape.totalsNeed)) }]
        : []),
      ...shape.totalSpread.map((spread, index) => ({
        name: totalSpreadName(index),
        select: spreadStep({ ...shape, keys: [] }, spread, choose(spread.need), false),
      })),
      ...ordering.flatMap((index) => step(index, false)),
      { name: 'picked', select: pickedStep(shape, ordering) },
      ...late.flatMap((index) => step(index, cut)),
    ],
    ...finalStep(shape, late),
  };
};
