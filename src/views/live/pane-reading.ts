import { parseInstant } from '../../event/time.ts';
import type { Analytic } from '../../model/analytic.ts';
import type { Column } from '../../model/columns.ts';
import { resultColumns } from '../../model/columns.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import { type Cell, type Row, table } from '../../result/table.ts';
import { read, type Reading, type ReadingContext } from '../reading/reading.ts';

interface PaneJson {
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

const cellOf = ({ name, type }: Column, row: Readonly<Record<string, Cell>>): Cell => {
  const cell = row[name] ?? null;
  return type === 'instant' && typeof cell === 'string' ? (parseInstant(cell) ?? null) : cell;
};

/** The rows of a pane as a table, for the words of the reports. */
export const readPane = (analytic: Analytic, pane: PaneLine, context: ReadingContext): Reading => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by toPaneLine
  const { rows } = JSON.parse(pane.json) as PaneJson;
  const columns = resultColumns(analytic);
  const cells = rows.map((row): Row => columns.map((column) => cellOf(column, row)));
  return read(table(analytic, 'table', cells), context);
};

/** Reads each pane once: a frame is drawn some times a second, a pane comes far less often. */
export const paneReader = (
  context: ReadingContext,
): ((analytic: Analytic, pane: PaneLine) => Reading) => {
  const readings = new WeakMap<PaneLine, Reading>();
  return (analytic, pane) => {
    const known = readings.get(pane);
    if (known !== undefined) return known;
    const reading = readPane(analytic, pane, context);
    readings.set(pane, reading);
    return reading;
  };
};
