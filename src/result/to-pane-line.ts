import { formatInstant } from '../event/time.ts';
import { type Column, resultColumns } from '../model/columns.ts';
import type { Pane } from './pane.ts';
import type { PaneLine } from './pane-line.ts';
import type { Cell, Row } from './table.ts';

const cellJson = ({ type }: Column, cell: Cell): string => {
  if (typeof cell !== 'number') return JSON.stringify(cell);
  return type === 'instant' ? `"${formatInstant(cell)}"` : String(cell);
};

const rowWriter = (columns: readonly Column[]): ((row: Row) => string) => {
  const keys = columns.map(
    ({ name }, index) => `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
  );
  return (row) => {
    let json = '{';
    for (const [index, column] of columns.entries()) {
      json += keys[index] + cellJson(column, row[index] ?? null);
    }
    return `${json}}`;
  };
};

/**
 * The pane as one line of JSON, without line end: times as RFC 3339 text, doubles as JavaScript
 * prints them, columns in their order.
 */
export const toPaneLine = (pane: Pane): PaneLine => {
  const { analytic, start, end, revision, final, watermark, rows, approximate = [] } = pane;
  const head = JSON.stringify({
    analytic: analytic.name,
    window: { start: formatInstant(start), end: formatInstant(end) },
    revision,
    final,
    watermark: watermark === null ? null : formatInstant(watermark),
    ...(approximate.length === 0 ? {} : { approximate }),
  });
  const json = `${head.slice(0, -1)},"rows":[${rows.map(rowWriter(resultColumns(analytic))).join(',')}]}`;
  return { analytic: analytic.name, start, end, revision, final, json };
};
