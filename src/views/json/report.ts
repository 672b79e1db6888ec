import { formatInstant } from '../../event/time.ts';
import type { Column } from '../../model/columns.ts';
import type { Report } from '../../result/report.ts';
import type { RunSummary } from '../../result/summary.ts';
import type { Cell, Row, Table } from '../../result/table.ts';

/** Grows when a reader of an older version could go wrong. */
const jsonFormatVersion = 1;

const summaryValue = (summary: RunSummary): object => ({
  version: summary.version,
  run_id: summary.runId,
  engine: summary.engine,
  started_at: formatInstant(summary.startedAt),
  finished_at: formatInstant(summary.finishedAt),
  inputs: summary.inputs,
  counts: summary.counts,
  span: { first: formatInstant(summary.span.first), last: formatInstant(summary.span.last) },
  time_zone: summary.timeZone,
  stream_rule: summary.streamRule,
  session_gap_ms: summary.sessionGapUs / 1_000,
  knows_endings: summary.knowsEndings,
  options: summary.options,
});

/** `available: false` marks numbers that the data cannot know: their zeros mean nothing. */
const columnValue = (
  { name, title, type, unit, description, needs }: Column,
  knowsEndings: boolean,
): object => ({
  name,
  title,
  type,
  unit,
  description,
  available: needs === undefined || knowsEndings,
});

const cellValue = ({ type }: Column, cell: Cell): Cell =>
  type === 'instant' && typeof cell === 'number' ? formatInstant(cell) : cell;

const rowText = (columns: readonly Column[], row: Row): string =>
  JSON.stringify(
    Object.fromEntries(
      columns.map((column, index) => [column.name, cellValue(column, row[index] ?? null)]),
    ),
  );

function* tableParts(
  { name, analytic, scope, columns, rows }: Table,
  knowsEndings: boolean,
): Generator<string> {
  const head = JSON.stringify({
    name,
    title: analytic.title,
    question: analytic.question,
    scope,
    columns: columns.map((column) => columnValue(column, knowsEndings)),
  });
  yield `${head.slice(0, -1)},"rows":[`;
  for (const [index, row] of rows.entries())
    yield `${index === 0 ? '' : ','}\n${rowText(columns, row)}`;
  yield rows.length === 0 ? ']}' : '\n]}';
}

/** `report.json` piece by piece: tables over windows may be longer than a string can be. */
export function* jsonParts({ summary, tables }: Report): Generator<string> {
  yield `{"format":"tonearm-report","format_version":${jsonFormatVersion},\n"summary":${JSON.stringify(summaryValue(summary))},\n"tables":[`;
  for (const [index, table] of tables.entries()) {
    yield index === 0 ? '\n' : ',\n';
    yield* tableParts(table, summary.knowsEndings);
  }
  yield tables.length === 0 ? ']}\n' : '\n]}\n';
}

/**
 * One JSON document with the summary and every row of every table: instants as RFC 3339, numbers
 * as JavaScript prints them, one row to a line.
 */
export const renderJson = (report: Report): string => [...jsonParts(report)].join('');
