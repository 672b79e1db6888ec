import type { Analytic } from '../model/analytic.ts';
import { type Column, resultColumns, tableName } from '../model/columns.ts';

/** A value of a result: text, a whole number, a double, or an instant in microseconds; null is unknown. */
export type Cell = string | number | null;
export type Row = readonly Cell[];

/** The result of one analytic over all events (`scope: 'table'`) or in every window (`'window'`). */
export interface Table {
  readonly name: string;
  readonly analytic: Analytic;
  readonly scope: 'table' | 'window';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export const table = (
  analytic: Analytic,
  scope: 'table' | 'window',
  rows: readonly Row[],
): Table => ({
  name: tableName(analytic, scope),
  analytic,
  scope,
  columns: resultColumns(analytic, scope),
  rows,
});
