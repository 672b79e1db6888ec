import type { Column } from '../../model/columns.ts';
import type { Cell, Row, Table } from '../../result/table.ts';
import { instantText } from './instant-text.ts';

const cellWriter = ({ type }: Column): ((cell: Cell) => string) => {
  const instant = instantText();
  return (cell) => {
    if (typeof cell !== 'number') return JSON.stringify(cell);
    return type === 'instant' ? `"${instant(cell)}"` : String(cell);
  };
};

const rowWriter = (columns: readonly Column[]): ((row: Row) => string) => {
  const keys = columns.map(({ name }, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const writers = columns.map(cellWriter);
  return (row) => {
    let text = '';
    for (let index = 0; index < writers.length; index += 1) {
      text += keys[index]! + writers[index]!(row[index] ?? null);
    }
    return `${text}}`;
  };
};

/** The table as one JSON object a line; instants are RFC 3339 text. */
export function* ndjsonLines({ columns, rows }: Table): Generator<string> {
  const write = rowWriter(columns);
  for (const row of rows) yield `${write(row)}\n`;
}

/** The table as a JSON array of objects, one a line. */
export function* jsonLines({ columns, rows }: Table): Generator<string> {
  const write = rowWriter(columns);
  let before = '[\n';
  for (const row of rows) {
    yield before + write(row);
    before = ',\n';
  }
  yield rows.length === 0 ? '[]\n' : '\n]\n';
}
