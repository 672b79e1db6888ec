import { expect, test } from 'vitest';
import * as sql from './expression.ts';
import { type Dialect, printSelect } from './print.ts';
import { output, type Select } from './select.ts';

const dialect: Dialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  types: {
    int64: 'BIGINT',
    int32: 'INTEGER',
    double: 'DOUBLE',
    text: 'VARCHAR',
    boolean: 'BOOLEAN',
  },
  functions: {
    count: () => 'count(*)',
    countIf: (of) => `count_if(${of})`,
    sum: (of) => `sum(${of})`,
    min: (of) => `min(${of})`,
    max: (of) => `max(${of})`,
    floorDiv: (of, by) => `floor_div(${of}, ${by})`,
    div: (of, by) => `div(${of}, ${by})`,
    mod: (of, by) => `mod(${of}, ${by})`,
    least: (...of) => `least(${of.join(', ')})`,
    coalesce: (...of) => `coalesce(${of.join(', ')})`,
    rowNumber: () => 'row_number()',
    lag: (of) => `lag(${of})`,
  },
  around: { sum: (call) => `CAST(${call} AS BIGINT)` },
};

const from = { table: 'facts', as: 'r' };
const flat = (select: Select): string => printSelect(select, dialect).sql.replaceAll(/\s+/g, ' ');

test('values are bound in the order of the text, never part of it', () => {
  const hostile = `'; DROP TABLE facts; --`;
  const select: Select = {
    with: [
      {
        name: 'first',
        select: { columns: [output(sql.bind(hostile), 'a')], from },
      },
    ],
    columns: [output(sql.bind(7), 'b')],
    from: { table: 'first', as: 'f' },
    where: sql.binary(sql.column('a'), '=', sql.bind('x')),
  };
  const { sql: text, values } = printSelect(select, dialect);
  expect(values).toEqual([hostile, 7, 'x']);
  expect(text).not.toContain('DROP');
  expect(text.replaceAll(/\s+/g, ' ')).toBe(
    'WITH "first" AS ( SELECT $1 AS "a" FROM "facts" AS "r" ) SELECT $2 AS "b" FROM "first" AS "f" WHERE ("a" = $3)',
  );
});

test('identifiers are quoted, also hostile ones', () => {
  expect(flat({ columns: [output(sql.column('a"b', 'r'), 'c"')], from })).toBe(
    'SELECT "r"."a""b" AS "c""" FROM "facts" AS "r"',
  );
});

test('an expression that is a column is grouped by its position, so that bound values need not repeat', () => {
  const group = sql.call('mod', sql.column('t'), sql.bind(2));
  const other = sql.column('u');
  expect(
    flat({
      columns: [output(sql.call('count'), 'n'), output(group, 'g')],
      from,
      groupBy: [group, other],
    }),
  ).toBe('SELECT count(*) AS "n", mod("t", $1) AS "g" FROM "facts" AS "r" GROUP BY 2, "u"');
});

test('what goes around a call goes around its window too', () => {
  const running = sql.over(sql.call('sum', sql.column('n')), {
    partitionBy: [sql.column('u')],
    orderBy: [sql.ascending(sql.column('b'))],
    running: true,
  });
  expect(flat({ columns: [output(running, 's')], from })).toBe(
    'SELECT CAST(sum("n") OVER (PARTITION BY "u" ORDER BY "b" NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS "s" FROM "facts" AS "r"',
  );
});

test('joins, semi joins of a SELECT, order and limit', () => {
  const key = sql.column('key', 'd');
  expect(
    flat({
      distinct: true,
      columns: [output(key, 'k')],
      from,
      joins: [
        {
          kind: 'semi',
          table: { columns: [output(sql.integer(-1), 'key')], from },
          as: 'd',
          on: sql.and(sql.binary(key, '=', sql.integer(3)), sql.not(sql.isNotNull(key))),
        },
      ],
      orderBy: [{ by: key, descending: true }],
      limit: 5,
    }),
  ).toBe(
    'SELECT DISTINCT "d"."key" AS "k" FROM "facts" AS "r" SEMI JOIN ( SELECT (-1) AS "key" FROM "facts" AS "r" ) AS "d" ON (("d"."key" = 3) AND (NOT ("d"."key" IS NOT NULL))) ORDER BY "d"."key" DESC NULLS LAST LIMIT 5',
  );
});
