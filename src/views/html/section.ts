import type { Child, Markup } from '../markup/markup.ts';
import { el } from '../markup/markup.ts';
import { formatInteger } from '../format/number.ts';
import { listWords, lowered } from '../format/list.ts';
import { missingColumns } from '../reading/columns.ts';
import { absence, endingsUnknown, finding } from '../reading/finding.ts';
import { columnOf, type Reading } from '../reading/reading.ts';
import type { Definitions } from './definitions.ts';
import { histogramFigure, profileFigure } from './figures/columns.ts';
import { heatMapFigure, heatMapLegend } from './figures/heat-map.ts';
import { numbersFigure } from './figures/numbers.ts';
import { scatterFigure } from './figures/scatter.ts';
import { briefTable, fullTable, isWhole, scrolling, turnedTable } from './tables.ts';

const briefRows = 10;
/** More rows than this stay in the files. */
const mostRows = 250;

const both = (draw: (kind: 'broad' | 'narrow') => Child): readonly Child[] => [
  draw('broad'),
  draw('narrow'),
];

const chartTitle = (reading: Reading, of: string, per: string): Markup =>
  el('p', { class: 'chart-title', 'aria-hidden': 'true' }, `${columnOf(reading, of).title} ${per}`);

/** The drawing of the analytic's chart; bars are drawn in their table. */
const drawing = (reading: Reading, definitions: Definitions): Child => {
  const { chart } = reading.table.analytic;
  switch (chart.kind) {
    case 'figures':
      return numbersFigure(reading, chart);
    case 'bars': {
      const table = briefTable(reading, definitions, briefRows);
      return table && scrolling(`${reading.table.analytic.title}, table`, table);
    }
    case 'profile':
      return [
        chartTitle(
          reading,
          chart.of,
          `by ${lowered(columnOf(reading, chart.at).title)}, ${reading.context.instants.zone}`,
        ),
        both((kind) => profileFigure(reading, chart, kind)),
      ];
    case 'heatMap':
      return [
        chartTitle(
          reading,
          chart.of,
          `by ${lowered(columnOf(reading, chart.y).title)} and ${lowered(columnOf(reading, chart.x).title)}, ${reading.context.instants.zone}`,
        ),
        both((kind) => heatMapFigure(reading, chart, kind)),
        heatMapLegend(reading, chart),
      ];
    case 'histogram':
      return [
        chartTitle(reading, chart.of, `by ${lowered(columnOf(reading, chart.label).title)}`),
        both((kind) => histogramFigure(reading, chart, kind)),
      ];
    case 'scatter': {
      const table = briefTable(reading, definitions, briefRows);
      return [
        both((kind) => scatterFigure(reading, chart, kind)),
        el(
          'p',
          { class: 'note', 'aria-hidden': 'true' },
          `Area of a dot: ${lowered(columnOf(reading, chart.size).title)}.`,
        ),
        table &&
          el(
            'div',
            { class: 'beneath' },
            scrolling(`${reading.table.analytic.title}, table`, table),
          ),
      ];
    }
  }
};

const rest = (reading: Reading, definitions: Definitions): Child => {
  const { analytic, rows, name } = reading.table;
  const [first] = rows;
  if (first === undefined) return undefined;
  if (analytic.by.length === 0) {
    return el(
      'details',
      {},
      el('summary', {}, `${analytic.title}: every number and its meaning`),
      scrolling(`${analytic.title}, all numbers`, turnedTable(reading, first)),
    );
  }
  if (isWhole(reading, briefRows)) return undefined;
  const shown = rows.slice(0, mostRows);
  const number = formatInteger(shown.length);
  return el(
    'details',
    {},
    el(
      'summary',
      {},
      `${analytic.title}: ${shown.length === 1 ? 'the row' : `${shown.length < rows.length ? 'the first' : 'all'} ${number} rows`} with every column`,
    ),
    scrolling(`${analytic.title}, all columns`, fullTable(reading, definitions, shown)),
    shown.length < rows.length &&
      el(
        'p',
        { class: 'note' },
        `${formatInteger(rows.length - shown.length)} more rows are in the files of ${name}.`,
      ),
  );
};

const missing = (reading: Reading): Child => {
  const columns = missingColumns(reading);
  return (
    columns.length > 0 &&
    reading.table.rows.length > 0 &&
    el(
      'p',
      { class: 'note' },
      `Not available: ${listWords(columns.map(({ title }) => lowered(title)))}; ${endingsUnknown}.`,
    )
  );
};

/** One table of the report: its question, what it shows in a sentence, its chart, its rows. */
export const tableSection = (reading: Reading, definitions: Definitions): Markup => {
  const { name, analytic } = reading.table;
  const id = `t-${name}`;
  const nothing = absence(reading);
  return el(
    'section',
    {
      class: analytic.chart.kind === 'figures' ? 'part wide' : 'part',
      id,
      'aria-labelledby': `${id}-h`,
    },
    el(
      'div',
      { class: 'words' },
      el('p', { class: 'kicker' }, analytic.title),
      el('h2', { id: `${id}-h` }, analytic.question),
      el(
        'p',
        {
          class: analytic.chart.kind === 'figures' && nothing === undefined ? 'sr' : 'finding',
          id: `${id}-f`,
        },
        el('bdi', {}, finding(reading)),
      ),
      nothing === undefined && missing(reading),
    ),
    el(
      'div',
      {},
      nothing === undefined &&
        el('figure', { 'aria-labelledby': `${id}-f` }, drawing(reading, definitions)),
      rest(reading, definitions),
    ),
  );
};
