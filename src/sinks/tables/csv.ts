import type { Column } from '../../model/columns.ts';
import type { Cell, Table } from '../../result/table.ts';
import { instantText } from './instant-text.ts';

const textCell = (text: string): string =>
  text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const cellWriter = ({ type }: Column): ((cell: Cell) => string) => {
  const instant = instantText();
  return (cell) => {
    if (cell === null) return '';
    if (typeof cell === 'string') return textCell(cell);
    return type === 'instant' ? instant(cell) : String(cell);
  };
};

/**
 * The table as RFC 4180 lines, each with its LF, the header first. Null is an empty cell, the
 * empty string `""`, doubles are as JavaScript prints them, instants RFC 3339; text is never
 * altered, also where a spreadsheet would take it for a formula.
 */
export function* csvLines({ columns, rows }: Table): Generator<string> {
  yield `${columns.map(({ name }) => textCell(name)).join(',')}\n`;
  const writers = columns.map(cellWriter);
  for (const row of rows) {
    let line = '';
    for (let index = 0; index < writers.length; index += 1) {
      if (index > 0) line += ',';
      line += writers[index]!(row[index] ?? null);
    }
    yield `${line}\n`;
  }
}

/** The whole table as CSV; for tables that fit in a string. */
export const csvOf = (table: Table): string => [...csvLines(table)].join('');
