import type { Column } from '../../model/columns.ts';
import type { Table } from '../../result/table.ts';
import { descriptionWords, unitWords } from '../format/value.ts';
import { el, type Markup } from '../markup/markup.ts';

interface Definition {
  readonly id: string;
  readonly column: Column;
  /** Titles of the tables that have it. */
  readonly tables: readonly string[];
}

/** Every different column of the report once; the same name with another meaning is another. */
export interface Definitions {
  readonly all: readonly Definition[];
  readonly idOf: (column: Column) => string;
}

const identity = ({ name, title, unit, description }: Column): string =>
  JSON.stringify([name, title, unit, description]);

export const definitionsOf = (tables: readonly Table[]): Definitions => {
  const found = new Map<string, Definition>();
  const ids = new Set<string>();
  for (const table of tables) {
    for (const column of table.columns) {
      const known = found.get(identity(column));
      const stem = `def-${column.name.replace(/[^a-z0-9_]/gi, '-')}`;
      let id = known?.id ?? stem;
      for (let n = 2; known === undefined && ids.has(id); n += 1) id = `${stem}-${n}`;
      ids.add(id);
      const titles = new Set([...(known?.tables ?? []), table.analytic.title]);
      found.set(identity(column), { id, column, tables: [...titles] });
    }
  }
  return {
    all: [...found.values()].toSorted((a, b) =>
      a.column.title < b.column.title ? -1 : a.column.title > b.column.title ? 1 : 0,
    ),
    idOf: (column) => found.get(identity(column))?.id ?? '',
  };
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const defined = (
  { id, column, tables }: Definition,
  { zone, ambiguous }: { readonly zone: string; readonly ambiguous: boolean },
): Markup =>
  el(
    'div',
    { id },
    el('dt', {}, column.title, el('code', {}, column.name)),
    el(
      'dd',
      {},
      `${descriptionWords(column, zone)}. `,
      el(
        'span',
        { class: 'unit' },
        capital(unitWords(column, zone)),
        ambiguous ? `; in ${tables.join(', ')}` : '',
        '.',
      ),
    ),
  );

/** The section that says in plain words what each column means. */
export const definitionsSection = (definitions: Definitions, zone: string): Markup => {
  const names = definitions.all.map(({ column }) => column.name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return el(
    'section',
    { class: 'part wide long', id: 'definitions', 'aria-labelledby': 'definitions-h' },
    el(
      'div',
      { class: 'words' },
      el('p', { class: 'kicker' }, 'Definitions'),
      el('h2', { id: 'definitions-h' }, 'What does each number mean?'),
    ),
    el(
      'dl',
      { class: 'defs' },
      definitions.all.map((one) => defined(one, { zone, ambiguous: twice.has(one.column.name) })),
    ),
  );
};
