import { TonearmError } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Analytic } from '../../model/analytic.ts';
import { finishRows, type NamedRow } from '../../plan/finish-rows.ts';
import type { Query, QueryContext } from '../../plan/query.ts';
import { type Row, type Table, table } from '../../result/table.ts';
import { withDomains } from './domains.ts';
import type { Fields } from '../../plan/evaluate.ts';
import { groupRows, keyColumns } from './group.ts';
import { dimensionCells } from './dimension-cells.ts';
import { measureOver } from './measures.ts';
import { sessionsOf } from './sessions.ts';
import { byWindow } from './windows.ts';

/** One row for each group of the rows of a table or window, by ascending keys. */
const namedRows = (
  { analytic, scope }: Query,
  rows: readonly Fields[],
  context: QueryContext,
): readonly NamedRow[] => {
  const groups = groupRows(analytic.by, rows, context);
  const measures = analytic.measures.map(
    (measure) => [measure.name, measureOver(measure, rows, context)] as const,
  );
  const shown = scope === 'table' ? withDomains(keyColumns(analytic.by), groups) : groups;
  const cellsOf = dimensionCells(analytic.by, context);
  return shown.map((group) => ({
    ...cellsOf(group),
    ...Object.fromEntries(measures.map(([name, measureOf]) => [name, measureOf(group.rows)])),
  }));
};

const rowsOverall = (query: Query, rows: readonly Fields[], context: QueryContext) =>
  finishRows(query, namedRows(query, rows, context));

const rowsByWindow = (
  query: Query,
  rows: readonly Fields[],
  context: QueryContext,
): readonly Row[] => {
  const { analytic, window } = query;
  if (window === undefined) {
    throw new TonearmError('INTERNAL', `the windowed query of ${analytic.name} has no window`);
  }
  const timeColumn = analytic.over === undefined ? 'event_time' : 'ended_at';
  return byWindow(rows, window, timeColumn).flatMap(({ start, rows: held }) =>
    finishRows(
      query,
      namedRows(query, held, context).map((row) => ({
        ...row,
        window_start: start,
        window_end: start + window.sizeUs,
      })),
    ),
  );
};

const rowsRead = (analytic: Analytic, events: readonly Event[], context: QueryContext) =>
  analytic.over === undefined ? events : sessionsOf(analytic.over, events, context);

/**
 * The tables of queries over accepted events without duplicates: slow and obvious, the oracle
 * that every other engine has to equal.
 */
export const runReference = (
  queries: readonly Query[],
  events: readonly Event[],
  context: QueryContext,
): readonly Table[] =>
  queries.map((query) => {
    const rows = rowsRead(query.analytic, events, context);
    return table(
      query.analytic,
      query.scope,
      query.scope === 'table'
        ? rowsOverall(query, rows, context)
        : rowsByWindow(query, rows, context),
    );
  });
