import type { Aggregate } from '../../../model/aggregate.ts';
import { divide } from '../../../model/divide.ts';
import type { Measure } from '../../../model/measure.ts';
import { aggregateId } from '../../../plan/relation.ts';
import { keyColumns, labelColumns } from '../../../plan/key.ts';
import type { QueryContext } from '../../../plan/query.ts';
import { isSpread } from '../../../plan/shape.ts';
import type { Cell } from '../../../result/table.ts';
import { withAttributes } from '../../../plan/finish.ts';
import type { NamedRow } from '../../../plan/finish-rows.ts';
import { additiveColumn, type Layout, spreadColumn } from './layout.ts';
import type { OpenRow } from './provisional-line.ts';
import type { ProvisionalAnswer, ProvisionalSets } from './provisional-sets.ts';
import { countWithoutSketch } from './provisional-sketch.ts';
import type { RowSet } from './sets.ts';

type CellOf = (row: OpenRow) => Cell;

/** The place of `a7` in its list. */
const placeOf = (column: string): number => Number(column.slice(1)) - 1;

/** Where the value of an aggregate stands in the rows of a set. */
const aggregateCell = (
  set: RowSet,
  layout: Layout,
  one: Aggregate,
  { zone }: QueryContext,
): CellOf => {
  const text = set.texts.findIndex((other) => aggregateId(other) === aggregateId(one));
  if (text >= 0) return ({ texts }) => texts[text] ?? null;
  if (isSpread(one)) {
    const plain = countWithoutSketch(set, one, zone);
    if (plain !== undefined) {
      const { key } = plain;
      return ({ keys }) => (key === undefined || (keys[key] ?? null) !== null ? 1 : 0);
    }
    const place = placeOf(spreadColumn(set, one));
    return one.fn === 'distinct'
      ? ({ distinct }) => distinct[place] ?? 0
      : ({ percentiles }) => percentiles[place] ?? null;
  }
  const place = placeOf(additiveColumn(layout, one) ?? '');
  const ofNothing = one.fn === 'count' || one.fn === 'sum' ? 0 : null;
  return ({ sums }) => sums[place] ?? ofNothing;
};

const measureCell = (
  { set, whole }: ProvisionalAnswer,
  { formula }: Measure,
  layout: Layout,
  context: QueryContext,
): ((row: OpenRow, whole: OpenRow) => Cell) => {
  const of = (one: Aggregate, from = set): CellOf => aggregateCell(from, layout, one, context);
  switch (formula.kind) {
    case 'aggregate':
      return of(formula.aggregate);
    case 'ratio': {
      const [numerator, denominator] = [of(formula.numerator), of(formula.denominator)];
      return (row) => divide(numerator(row), denominator(row), formula.scale);
    }
    case 'share': {
      const [part, total] = [of(formula.aggregate), of(formula.aggregate, whole)];
      return (row, all) => divide(part(row), total(all), 1);
    }
  }
};

/** What a pane shows of a row of its window, from that row and the one of the whole window. */
export interface ProvisionalCells {
  /** By the names of the query's columns; only the rank is missing. */
  readonly all: (row: OpenRow, whole: OpenRow) => NamedRow;
  /** That of one column alone; undefined for a column that is made of others. */
  readonly one: (column: string) => ((row: OpenRow, whole: OpenRow) => Cell) | undefined;
}

export const provisionalCells = (
  answer: ProvisionalAnswer,
  { layout }: ProvisionalSets,
  context: QueryContext,
): ProvisionalCells => {
  const { analytic } = answer.query;
  const cells = new Map<string, (row: OpenRow, whole: OpenRow) => Cell>([
    ...keyColumns(analytic).map(({ name, expr }, index) => {
      const cell: CellOf = ({ keys }) => {
        const text = keys[index] ?? null;
        return text === null || expr.type === 'text' ? text : Number(text);
      };
      return [name, cell] as const;
    }),
    ...labelColumns(analytic).map(({ name, expr }) => {
      const smallest: Aggregate = { fn: 'min', of: expr.node };
      return [name, aggregateCell(answer.set, layout, smallest, context)] as const;
    }),
    ...analytic.measures.map(
      (measure) => [measure.name, measureCell(answer, measure, layout, context)] as const,
    ),
  ]);
  const { by } = analytic;
  const described = by.some(({ columns }) => columns.some(({ role }) => role === 'attribute'));
  return {
    all(row, whole) {
      const named: Record<string, Cell> = {};
      for (const [name, cellOf] of cells) named[name] = cellOf(row, whole);
      return described ? withAttributes(analytic, named) : named;
    },
    one: (column) => cells.get(column),
  };
};

export const keyNames = ({ query }: ProvisionalAnswer): readonly string[] =>
  keyColumns(query.analytic).map(({ name }) => name);
