import type { Analytic } from '../model/analytic.ts';
import { compareText } from '../model/compare.ts';
import { isKey, type KeyColumn } from '../model/dimension.ts';
import type { Measure } from '../model/measure.ts';
import { asc } from '../model/order.ts';
import { type Cell, type Row, type Table, table } from '../result/table.ts';
import type { Query } from './query.ts';

type Values = Readonly<Record<string, Cell>>;

const emptyValue = ({ formula }: Measure): Cell => {
  if (formula.kind === 'ratio') return null;
  if (formula.kind === 'share') return 0;
  const { fn } = formula.aggregate;
  return fn === 'count' || fn === 'sum' || fn === 'distinct' ? 0 : null;
};

const keysOf = (analytic: Analytic): readonly KeyColumn[] =>
  analytic.by.flatMap((dimension) => dimension.columns.filter(isKey));

const identity = (row: Values, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => row[name]));

const compareCells = (left: Cell, right: Cell): number => {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return left === right ? 0 : (left ?? 0) < (right ?? 0) ? -1 : 1;
};

/** Order of the analytic, then of its keys; unknown comes last in both directions. */
const inOrder = (analytic: Analytic, rows: readonly Values[]): readonly Values[] => {
  const terms = [...analytic.order, ...keysOf(analytic).map(asc)];
  return rows.toSorted((left, right) => {
    for (const { column, direction } of terms) {
      const [one, other] = [left[column] ?? null, right[column] ?? null];
      if (one === null || other === null) {
        if (one !== other) return one === null ? 1 : -1;
        continue;
      }
      const order = compareCells(one, other);
      if (order !== 0) return direction === 'ascending' ? order : -order;
    }
    return 0;
  });
};

/**
 * A table shows every value of a domain, also those without events: for each combination of the
 * other keys that occurs.
 */
const filled = (query: Query, rows: readonly Values[]): readonly Values[] => {
  const { analytic } = query;
  const keys = keysOf(analytic);
  const domained = keys.filter((key) => key.domain !== undefined);
  if (query.scope !== 'table' || domained.length === 0) return rows;
  const free = keys.filter((key) => key.domain === undefined).map((key) => key.name);
  const combinations: readonly Values[] =
    free.length === 0 ? [{}] : [...new Map(rows.map((row) => [identity(row, free), row])).values()];
  const wanted = domained.reduce<readonly Values[]>(
    (some, key) =>
      some.flatMap((row) => (key.domain ?? []).map((value) => ({ ...row, [key.name]: value }))),
    combinations.map((row) => Object.fromEntries(free.map((name) => [name, row[name] ?? null]))),
  );
  const names = keys.map((key) => key.name);
  const found = new Set(rows.map((row) => identity(row, names)));
  const empty = Object.fromEntries(
    analytic.measures.map((measure) => [measure.name, emptyValue(measure)]),
  );
  const missing = wanted.filter((row) => !found.has(identity(row, names)));
  return missing.length === 0
    ? rows
    : inOrder(analytic, [...rows, ...missing.map((row) => ({ ...empty, ...row }))]);
};

/** The row with the constants that belong to the values of its keys. */
export const withAttributes = (analytic: Analytic, row: Values): Values => {
  const columns = analytic.by.flatMap((dimension) => dimension.columns);
  const attributes = columns.flatMap((column) => {
    if (column.role !== 'attribute') return [];
    const key = columns.find((one) => one.role === 'key' && one.name === column.of);
    const at = key?.role === 'key' ? (key.domain ?? []).indexOf(row[column.of] as number) : -1;
    return [[column.name, column.values[at] ?? null] as const];
  });
  return { ...row, ...Object.fromEntries(attributes) };
};

/**
 * Turns the rows of a query (named values, in order, with `window_start` in windows) into its table:
 * whole domains, attributes, window ends, ranks.
 */
export const finishTable = (query: Query, rows: readonly Values[]): Table => {
  const empty = table(query.analytic, query.scope, []);
  let place = 0;
  let windowStart: Cell = null;
  const finished = filled(query, rows).map((raw): Row => {
    const row = withAttributes(query.analytic, raw);
    const start = row['window_start'] ?? null;
    place = start === windowStart ? place + 1 : 1;
    windowStart = start;
    return empty.columns.map(({ name, role }) => {
      if (role === 'rank') return place;
      if (name === 'window_end' && role === 'window')
        return Number(start) + (query.window?.sizeUs ?? 0);
      return row[name] ?? null;
    });
  });
  return { ...empty, rows: finished };
};
