import { catalogue } from '../src/analytics/index.gen.ts';
import type { Analytic, PerScope } from '../src/model/analytic.ts';
import { type Column, resultColumns, tableName } from '../src/model/columns.ts';
import { formatDuration } from '../src/model/duration.ts';
import { manifestTypes } from '../src/sinks/output-folder/manifest-types.ts';

const code = (name: string): string => `\`${name}\``;

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');

const keysOf = ({ by }: Analytic): readonly string[] =>
  by.flatMap((dimension) =>
    dimension.columns.filter((column) => column.role === 'key').map((column) => column.name),
  );

const perScope = ({ table, window }: PerScope, what: string, windowed: boolean): string =>
  windowed && window !== table ? `${table}${what}, in a window ${window}` : `${table}${what}`;

const rowsWords = (analytic: Analytic): string => {
  const keys = keysOf(analytic);
  const one = analytic.over === undefined ? 'over all events' : 'over all sessions';
  const known = analytic.by.some(({ knownOnly }) => knownOnly) ? ' that is known' : '';
  return keys.length === 0 ? `one, ${one}` : `one for each ${keys.map(code).join(' and ')}${known}`;
};

const allShown = ({ by }: Analytic): boolean => {
  const keys = by.flatMap((dimension) => dimension.columns.filter(({ role }) => role === 'key'));
  return keys.length > 0 && keys.every((key) => 'domain' in key && key.domain !== undefined);
};

const orderWords = (analytic: Analytic): string => {
  const terms = analytic.order.map(({ column, direction }) =>
    direction === 'descending' ? `${code(column)} from the largest` : code(column),
  );
  const ties = keysOf(analytic).filter(
    (key) => !analytic.order.some((term) => term.column === key),
  );
  return [...terms, ...ties.map(code)].join(', then ');
};

const windowWords = ({ window, over }: Analytic): string => {
  if (window === undefined) return 'none';
  const size = formatDuration(window.sizeUs);
  const slide = window.slideUs === window.sizeUs ? '' : `, every ${formatDuration(window.slideUs)}`;
  return `${size}${slide}${over === undefined ? '' : ', by the last event of a session'}`;
};

const facts = (analytic: Analytic): readonly string[] => {
  const windowed = analytic.window !== undefined;
  const { limit, threshold } = analytic;
  const left: readonly (readonly [string, string])[] = [
    ['Rows', `${rowsWords(analytic)}${allShown(analytic) ? '; all are present in the table' : ''}`],
    ...(keysOf(analytic).length === 0 ? [] : [['Order', orderWords(analytic)] as const]),
    ...(limit === undefined ? [] : [['Limit', perScope(limit, ' rows', windowed)] as const]),
    ...(threshold === undefined
      ? []
      : [
          [
            'Only',
            `${code(threshold.of)} of at least ${perScope(threshold, '', windowed)}`,
          ] as const,
        ]),
    ['Window', windowWords(analytic)],
    ['Chart', analytic.chart.kind],
  ];
  return left.map(([name, words]) => `- ${name}: ${words}.`);
};

const needsMark = ({ needs }: Column): string => (needs === undefined ? '' : ' ¹');

const columnRow = (column: Column): string =>
  [
    `| ${code(column.name)}${needsMark(column)}`,
    manifestTypes[column.type],
    column.unit,
    `${cell(column.description)} |`,
  ].join(' | ');

const section = (analytic: Analytic): readonly string[] => [
  `## ${tableName(analytic, 'table')}`,
  '',
  `${analytic.title}. ${analytic.question}`,
  '',
  ...facts(analytic),
  '',
  '| column | type | unit | meaning |',
  '|---|---|---|---|',
  ...resultColumns(analytic).map(columnRow),
  '',
];

/** The reference page of the catalogue, in Markdown: all of it from the definitions. */
export const analyticsPage = (): string =>
  [
    '<!-- Made by `npm run gen` from the definitions in src/analytics. -->',
    '',
    '# The catalogue',
    '',
    'Each analytic gives one table. With `--windows` those that have a window give a second one,',
    '`<name>_windowed`, with `window_start` and `window_end` in front. Sums are whole numbers, and a',
    'rate is one division at the end; it is null where the divisor is 0. Ties are broken by the',
    'keys, ascending by their UTF-8 bytes, null last. Times are UTC; hours, weekdays and days are',
    'those of `--time-zone`.',
    '',
    '¹ needs events that tell how playbacks ended (`skip`, `complete` or `stop`). Where the data has',
    'none, reports show these columns as "not available".',
    '',
    ...catalogue.map((analytic) => `- [${analytic.name}](#${analytic.name}): ${analytic.question}`),
    '',
    ...catalogue.flatMap(section),
  ].join('\n');
