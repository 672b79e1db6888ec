import type { Column } from '../../model/columns.ts';
import type { Row } from '../../result/table.ts';
import { barLengths } from '../charts/bars.ts';
import { rounded } from '../charts/scale.ts';
import { clip } from '../format/clip.ts';
import { descriptionWords } from '../format/value.ts';
import { el, type Markup } from '../markup/markup.ts';
import { briefColumns, knownColumns } from '../reading/columns.ts';
import { cellWords, columnOf, numberOf, type Reading, rowName } from '../reading/reading.ts';
import type { Definitions } from './definitions.ts';
import { dataText, nameText, valueText } from './data-text.ts';

const isNumeric = ({ type, role }: Column): boolean =>
  role !== 'key' && role !== 'label' && type !== 'text';

const names = (column: Column): boolean => column.role === 'key' || column.role === 'label';

const nameClass = (column: Column): string | false =>
  names(column) && (column.name.endsWith('_id') ? 'name id' : 'name');

const classes = (...found: readonly (string | false | undefined)[]): string | undefined =>
  found.filter((one) => typeof one === 'string').join(' ') || undefined;

/** A table in a region of its own that scrolls by keyboard where it is too wide. */
export const scrolling = (name: string, table: Markup): Markup =>
  el('div', { class: 'scroll', role: 'region', 'aria-label': name, tabindex: 0 }, table);

const heading = (column: Column, definitions: Definitions, extra?: string, zone?: string): Markup =>
  el(
    'th',
    {
      scope: 'col',
      class: classes(
        isNumeric(column) && extra !== 'bar' && 'num',
        nameClass(column),
        column.role === 'rank' && 'rank',
        extra,
      ),
    },
    el('a', { href: `#${definitions.idOf(column)}` }, column.title),
    zone !== undefined && column.unit === 'time' && ` (${zone})`,
  );

const cell = (reading: Reading, row: Row, column: Column, extra?: string): Markup => {
  const whole = cellWords(reading, row, column);
  const words = extra === 'more' ? clip(whole, longestName) : whole;
  return el(
    'td',
    {
      class: classes(
        isNumeric(column) && 'num',
        nameClass(column),
        column.role === 'rank' && 'rank',
        extra,
      ),
    },
    isNumeric(column) ? valueText(words) : nameText(words),
  );
};

/** Longer names are cut in the short form; the long form has them whole. */
const longestName = 80;

/** The names of a row; second names have columns of their own, and stand beneath the first on phones. */
const rowHeading = (words: string, more: readonly string[] = []): Markup =>
  el(
    'th',
    { scope: 'row', class: 'name' },
    nameText(words),
    more.length > 0 && el('small', {}, more.map(nameText)),
  );

const barCell = (words: string, part: number): Markup =>
  el(
    'td',
    { class: 'bar' },
    el(
      'div',
      {},
      el('span', {}, valueText(words)),
      el(
        'svg',
        {
          viewBox: '0 0 100 1',
          preserveAspectRatio: 'none',
          'aria-hidden': 'true',
          focusable: 'false',
        },
        part > 0 &&
          el('rect', { class: 'mark', width: rounded(Math.max(0.4, part * 100)), height: 1 }),
      ),
    ),
  );

/** True where the short form already shows all rows and all columns, so that no longer one is needed. */
export const isWhole = (reading: Reading, count: number): boolean => {
  const brief = briefColumns(reading);
  if (brief === undefined || reading.table.rows.length > count) return false;
  const columns = [brief.rank, brief.name, ...brief.more, ...brief.main, ...brief.others];
  return knownColumns(reading).every((column) => columns.includes(column));
};

/** The first rows with their names, the measure of the chart, and a few others; bars where the chart is of bars. */
export const briefTable = (
  reading: Reading,
  definitions: Definitions,
  count: number,
): Markup | undefined => {
  const { analytic, rows } = reading.table;
  const brief = briefColumns(reading);
  if (brief === undefined) return undefined;
  const { others } = brief;
  const [first, ...rest] = brief.main;
  const bars = analytic.chart.kind === 'bars';
  const shown = rows.slice(0, count);
  const lengths = barLengths(
    first === undefined ? [] : shown.map((row) => numberOf(reading, row, first.name)),
  );
  const words = first === undefined ? [] : shown.map((row) => cellWords(reading, row, first));
  const digits = words.reduce((most, text) => Math.max(most, text.length), 1);
  return el(
    'table',
    {
      'aria-label': `${analytic.title}, first ${shown.length} rows`,
      style: `--digits:${digits}ch`,
    },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        brief.rank !== undefined && heading(brief.rank, definitions),
        heading(brief.name, definitions),
        brief.more.map((column) => heading(column, definitions, 'more')),
        first !== undefined && heading(first, definitions, bars ? 'bar' : undefined),
        rest.map((column, at) => heading(column, definitions, at > 0 ? 'more' : undefined)),
        others.map((column) => heading(column, definitions, 'more')),
      ),
    ),
    el(
      'tbody',
      {},
      shown.map((row, index) =>
        el(
          'tr',
          {},
          brief.rank !== undefined && cell(reading, row, brief.rank),
          rowHeading(
            clip(rowName(reading, row, brief.name.name), longestName),
            brief.more.map((column) => clip(cellWords(reading, row, column), longestName)),
          ),
          brief.more.map((column) => cell(reading, row, column, 'more')),
          first !== undefined &&
            (bars ? barCell(words[index] ?? '', lengths[index] ?? 0) : cell(reading, row, first)),
          rest.map((column, at) => cell(reading, row, column, at > 0 ? 'more' : undefined)),
          others.map((column) => cell(reading, row, column, 'more')),
        ),
      ),
    ),
  );
};

/** Rows with all columns that the data knows, as they stand in the files. */
export const fullTable = (
  reading: Reading,
  definitions: Definitions,
  rows: readonly Row[],
): Markup => {
  const columns = knownColumns(reading);
  const { chart } = reading.table.analytic;
  const label = 'label' in chart ? columns.find(({ name }) => name === chart.label) : undefined;
  const headed = new Set(
    label !== undefined && label.role !== 'key' && label.role !== 'label'
      ? [label]
      : columns.filter(({ role }) => role === 'key').length > 0
        ? columns.filter(({ role }) => role === 'key')
        : columns.slice(0, 1),
  );
  return el(
    'table',
    {
      class: 'full',
      'aria-label': `${reading.table.analytic.title}, ${rows.length} rows, all columns`,
    },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        columns.map((column) =>
          heading(column, definitions, undefined, reading.context.instants.zone),
        ),
      ),
    ),
    el(
      'tbody',
      {},
      rows.map((row) =>
        el(
          'tr',
          {},
          columns.map((column) =>
            headed.has(column)
              ? el(
                  'th',
                  {
                    scope: 'row',
                    class: classes(isNumeric(column) ? 'num' : nameClass(column) || 'name'),
                  },
                  dataText(cellWords(reading, row, column)),
                )
              : cell(reading, row, column),
          ),
        ),
      ),
    ),
  );
};

/** A table of one row, turned: one line per number with its exact value and what it means. */
export const turnedTable = (reading: Reading, row: Row): Markup =>
  el(
    'table',
    { class: 'plain', 'aria-label': `${reading.table.analytic.title}, all numbers` },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'Number'),
        el('th', { scope: 'col', class: 'num' }, 'Value'),
        el('th', { scope: 'col' }, 'Meaning'),
      ),
    ),
    el(
      'tbody',
      {},
      reading.table.columns.map((column) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, column.title),
          el(
            'td',
            { class: 'num' },
            valueText(cellWords(reading, row, columnOf(reading, column.name))),
            column.unit === 'time' && ` ${reading.context.instants.zone}`,
          ),
          el('td', { class: 'mute' }, descriptionWords(column, reading.context.instants.zone)),
        ),
      ),
    ),
  );
