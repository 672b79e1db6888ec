import type { SortTerm, SqlExpr, SqlFunction, SqlType } from './expression.ts';
import type { From, Join, Select } from './select.ts';

/** A value from outside. */
export type Bound = string | number | boolean;

/** What differs between dialects; both maps are complete by type. */
export interface Dialect {
  readonly quote: (identifier: string) => string;
  /** The text of the n-th bound value, from 1. */
  readonly placeholder: (position: number, value: Bound) => string;
  readonly types: Readonly<Record<SqlType, string>>;
  readonly functions: Readonly<Record<SqlFunction, (...args: readonly string[]) => string>>;
  /** What goes around a call, its OVER clause included: for results of the wrong type. */
  readonly around: Readonly<Partial<Record<SqlFunction, (call: string) => string>>>;
}

/** SQL text with its bound values, in the order of their placeholders. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly Bound[];
}

const printer = (dialect: Dialect, values: Bound[]) => {
  const sort = ({ by, descending }: SortTerm): string =>
    `${expr(by)}${descending ? ' DESC' : ''} NULLS LAST`;

  const list = (terms: readonly SqlExpr[]): string => terms.map((term) => expr(term)).join(', ');

  const around = (call: SqlExpr, text: string): string =>
    (call.kind === 'call' ? dialect.around[call.fn]?.(text) : undefined) ?? text;

  const bare = (call: SqlExpr): string =>
    call.kind === 'call'
      ? dialect.functions[call.fn](...call.args.map((arg) => expr(arg)))
      : expr(call);

  const expr = (node: SqlExpr): string => {
    switch (node.kind) {
      case 'column':
        return node.table === undefined
          ? dialect.quote(node.name)
          : `${dialect.quote(node.table)}.${dialect.quote(node.name)}`;
      case 'bind':
        return dialect.placeholder(values.push(node.value), node.value);
      case 'integer':
        return node.value < 0 ? `(${BigInt(node.value)})` : `${BigInt(node.value)}`;
      case 'nothing':
        return 'NULL';
      case 'call':
        return around(node, bare(node));
      case 'binary':
        return `(${expr(node.left)} ${node.op} ${expr(node.right)})`;
      case 'logic':
        return node.terms.length === 0
          ? node.op === 'and'
            ? 'TRUE'
            : 'FALSE'
          : `(${node.terms.map((term) => expr(term)).join(` ${node.op.toUpperCase()} `)})`;
      case 'not':
        return `(NOT ${expr(node.term)})`;
      case 'isNotNull':
        return `(${expr(node.term)} IS NOT NULL)`;
      case 'case': {
        const branches = node.branches.map(
          (one) => `WHEN ${expr(one.when)} THEN ${expr(one.then)}`,
        );
        return `CASE ${branches.join(' ')} ELSE ${expr(node.otherwise)} END`;
      }
      case 'cast':
        return `CAST(${expr(node.term)} AS ${dialect.types[node.to]})`;
      case 'over': {
        const call = bare(node.call);
        const parts = [
          node.partitionBy.length > 0 ? `PARTITION BY ${list(node.partitionBy)}` : '',
          node.orderBy.length > 0 ? `ORDER BY ${node.orderBy.map(sort).join(', ')}` : '',
          node.running ? 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW' : '',
        ];
        const clause = parts.filter((part) => part !== '').join(' ');
        return around(node.call, `${call} OVER (${clause})`);
      }
    }
  };

  const source = ({ table, as }: From, indent: string): string =>
    typeof table === 'string'
      ? `${dialect.quote(table)} AS ${dialect.quote(as)}`
      : `(\n${select(table, `${indent}  `)}\n${indent}) AS ${dialect.quote(as)}`;

  const join = (one: Join, indent: string): string =>
    `${one.kind.toUpperCase()} JOIN ${source(one, indent)}${one.on === undefined ? '' : ` ON ${expr(one.on)}`}`;

  // The parts are printed in the order of the text, because binding numbers the placeholders.
  const select = (query: Select, indent: string): string => {
    const lines: string[] = [];
    const steps = (query.with ?? []).map(
      ({ name, select: step }) =>
        `${indent}${dialect.quote(name)} AS (\n${select(step, `${indent}  `)}\n${indent})`,
    );
    if (steps.length > 0) lines.push(`${indent}WITH\n${steps.join(',\n')}`);
    const columns = query.columns.map(
      ({ expr: value, as }) => `${indent}  ${expr(value)} AS ${dialect.quote(as)}`,
    );
    lines.push(
      `${indent}SELECT${query.distinct === true ? ' DISTINCT' : ''}\n${columns.join(',\n')}`,
    );
    lines.push(`${indent}FROM ${source(query.from, indent)}`);
    for (const one of query.joins ?? []) lines.push(`${indent}${join(one, indent)}`);
    if (query.where !== undefined) lines.push(`${indent}WHERE ${expr(query.where)}`);
    if (query.groupBy !== undefined && query.groupBy.length > 0) {
      const group = (by: SqlExpr): string => {
        const position = query.columns.findIndex((column) => column.expr === by) + 1;
        return position > 0 ? `${position}` : expr(by);
      };
      lines.push(`${indent}GROUP BY ${query.groupBy.map(group).join(', ')}`);
    }
    if (query.orderBy !== undefined && query.orderBy.length > 0) {
      lines.push(`${indent}ORDER BY ${query.orderBy.map(sort).join(', ')}`);
    }
    if (query.limit !== undefined) lines.push(`${indent}LIMIT ${BigInt(query.limit)}`);
    return lines.join('\n');
  };

  return { select, expr };
};

/** Prints a SELECT in a dialect; every `bind` becomes a placeholder and a value. */
export const printSelect = (query: Select, dialect: Dialect): Statement => {
  const values: Bound[] = [];
  const sql = printer(dialect, values).select(query, '');
  return { sql, values };
};

/** The text of one expression in a dialect. */
export const printExpression = (of: SqlExpr, dialect: Dialect): string =>
  printer(dialect, []).expr(of);
