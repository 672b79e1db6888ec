import { type Aggregate, smallest } from '../../../../model/aggregate.ts';
import { compareNullLast } from '../../../../model/compare.ts';
import { type AttributeColumn, type Dimension, isKey } from '../../../../model/dimension.ts';
import { divide } from '../../../../model/divide.ts';
import type { Formula } from '../../../../model/measure.ts';
import { cellEvaluator, type Fields } from '../../../../plan/evaluate.ts';
import { finishRows, type NamedRow } from '../../../../plan/finish-rows.ts';
import { leadingRows } from '../../../../plan/leading-rows.ts';
import type { Query, QueryContext } from '../../../../plan/query.ts';
import type { Cell, Row } from '../../../../result/table.ts';
import { type Running, runningOf } from './running.ts';

/** What a query has come to over the rows of one window. */
export interface QueryTally {
  add(row: Fields): void;
  /** The rows of the pane, as the query would give them. */
  rows(): readonly Row[];
}

interface Group {
  readonly keys: readonly Cell[];
  readonly partials: unknown[];
  /** Its row as last made; undefined where it has changed since. */
  row: NamedRow | undefined;
}

type CellOf = (group: Group, whole: readonly unknown[]) => Cell;

/** Aggregates that are kept for each group, or for the whole window. */
interface Partials {
  /** Keeps one more. @returns its value, of the partials of a group */
  keep(aggregate: Aggregate): (partials: readonly unknown[]) => Cell;
  zero(): unknown[];
  add(partials: unknown[], row: Fields): void;
}

const createPartials = (context: QueryContext): Partials => {
  const kept: Running[] = [];
  return {
    keep(aggregate) {
      const running = runningOf(aggregate, context);
      const index = kept.push(running) - 1;
      return (partials) => running.finish(partials[index]);
    },
    zero: () => kept.map((running) => running.zero()),
    add(partials, row) {
      for (const [index, running] of kept.entries()) {
        partials[index] = running.add(partials[index], row);
      }
    },
  };
};

const measureCell = (formula: Formula, own: Partials, all: Partials): CellOf => {
  switch (formula.kind) {
    case 'aggregate': {
      const value = own.keep(formula.aggregate);
      return ({ partials }) => value(partials);
    }
    case 'ratio': {
      const numerator = own.keep(formula.numerator);
      const denominator = own.keep(formula.denominator);
      return ({ partials }) => divide(numerator(partials), denominator(partials), formula.scale);
    }
    case 'share': {
      const part = own.keep(formula.aggregate);
      const total = all.keep(formula.aggregate);
      return ({ partials }, whole) => divide(part(partials), total(whole), 1);
    }
  }
};

const attributeCell = ({ of, values }: AttributeColumn, by: readonly Dimension[]): CellOf => {
  const keys = by.flatMap(({ columns }) => columns.filter(isKey));
  const index = keys.findIndex(({ name }) => name === of);
  const domain: readonly Cell[] = keys[index]?.domain ?? [];
  return (group) => values[domain.indexOf(group.keys[index] ?? null)] ?? null;
};

const byKeys = (left: Group, right: Group): number => {
  for (const [index, key] of left.keys.entries()) {
    const order = compareNullLast(key, right.keys[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
};

/** A tally of one window, over events or over sessions; `context` holds for the time of its rows. */
export const createQueryTally = (query: Query, context: QueryContext): QueryTally => {
  const { by, measures } = query.analytic;
  const own = createPartials(context);
  const all = createPartials(context);
  const keys = by.flatMap(({ columns, knownOnly }) =>
    columns.filter(isKey).map(({ expr }) => ({ of: cellEvaluator(expr.node, context), knownOnly })),
  );
  let keyIndex = 0;
  const cells = [
    ...by.flatMap(({ columns }) =>
      columns.map((column): readonly [string, CellOf] => {
        switch (column.role) {
          case 'key': {
            const index = keyIndex;
            keyIndex += 1;
            return [column.name, (group) => group.keys[index] ?? null];
          }
          case 'label': {
            const value = own.keep(smallest(column.expr).aggregate);
            return [column.name, ({ partials }) => value(partials)];
          }
          case 'attribute':
            return [column.name, attributeCell(column, by)];
        }
      }),
    ),
    ...measures.map(({ name, formula }): readonly [string, CellOf] => [
      name,
      measureCell(formula, own, all),
    ]),
  ];
  const isWhole = measures.some(({ formula }) => formula.kind === 'share');
  const whole = all.zero();
  const groups = new Map<Cell, Group>();
  // A pane has no columns of its window.
  const pane: Query = { ...query, scope: 'table' };

  const groupOf = (values: readonly Cell[]): Group => {
    const id = values.length === 1 ? (values[0] ?? null) : JSON.stringify(values);
    const known = groups.get(id);
    if (known !== undefined) return known;
    const group: Group = { keys: values, partials: own.zero(), row: undefined };
    groups.set(id, group);
    return group;
  };

  const rowOf = (group: Group): NamedRow => {
    const row: Record<string, Cell> = {};
    for (const [name, cellOf] of cells) row[name] = cellOf(group, whole);
    return row;
  };

  return {
    add(row) {
      all.add(whole, row);
      const values = keys.map(({ of }) => of(row));
      if (keys.some(({ knownOnly }, index) => knownOnly && values[index] === null)) return;
      const group = groupOf(values);
      own.add(group.partials, row);
      group.row = undefined;
    },
    rows() {
      for (const group of groups.values()) {
        if (isWhole || group.row === undefined) group.row = rowOf(group);
      }
      const shown = leadingRows(
        pane,
        [...groups.values()],
        ({ row }, column) => row?.[column] ?? null,
      ).toSorted(byKeys);
      return finishRows(
        pane,
        shown.map(({ row }) => row ?? {}),
      );
    },
  };
};
