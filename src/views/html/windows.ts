import { formatDuration } from '../../model/duration.ts';
import { formatInteger } from '../format/number.ts';
import { counted, lowered } from '../format/list.ts';
import { clip } from '../format/clip.ts';
import { el, type Markup } from '../markup/markup.ts';
import { mainColumn } from '../reading/finding.ts';
import { cellWords, columnOf, numberOf, type Reading, rowName } from '../reading/reading.ts';
import { readWindows, type WindowsReading } from '../reading/windows.ts';
import { dataText } from './data-text.ts';
import { timeLineFigure } from './figures/time-line.ts';
import { scrolling } from './tables.ts';

const leading = ({ reading, lastRows }: WindowsReading): string => {
  const [row] = lastRows;
  if (row === undefined) return '–';
  const { chart } = reading.table.analytic;
  const column = columnOf(reading, mainColumn(chart));
  const value = counted(
    cellWords(reading, row, column),
    numberOf(reading, row, column.name),
    column.title,
  );
  if ('label' in chart) return `${clip(rowName(reading, row, chart.label), 60)}: ${value}`;
  return chart.kind === 'profile' ? `${rowName(reading, row, chart.at)}: ${value}` : value;
};

const windowRow = (found: WindowsReading): Markup => {
  const { reading, last, windows } = found;
  const { instants } = reading.context;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, reading.table.analytic.title),
    el('td', { class: 'num' }, last === undefined ? '–' : formatDuration(last.end - last.start)),
    el('td', { class: 'num' }, formatInteger(windows)),
    el('td', { class: 'num' }, formatInteger(reading.table.rows.length)),
    el('td', {}, last === undefined ? '–' : instants.cell(last.start)),
    el('td', { class: 'name' }, dataText(leading(found))),
  );
};

const timeLine = (found: WindowsReading): Markup | undefined => {
  const drawn = timeLineFigure(found, 'broad');
  const { reading, line, last } = found;
  if (drawn === undefined || line === undefined || last === undefined) return undefined;
  const { title } = reading.table.analytic;
  const id = `w-${reading.table.name}`;
  return el(
    'figure',
    { 'aria-labelledby': id },
    el(
      'p',
      { class: 'chart-title', id },
      `${title}: ${lowered(line.column.title)} per ${formatDuration(last.end - last.start)} over ${formatInteger(line.values.length)} windows, ${reading.context.instants.zone}`,
    ),
    drawn,
    timeLineFigure(found, 'narrow'),
  );
};

/** What the tables over windows hold: a line over time, and where each ended; their rows are in the files. */
export const windowsSection = (readings: readonly Reading[]): Markup | undefined => {
  if (readings.length === 0) return undefined;
  const found = readings.map(readWindows);
  const columns = [
    'Table',
    'Window',
    'Windows',
    'Rows',
    `Last window (${readings[0]?.context.instants.zone ?? ''})`,
    'Its first row',
  ];
  return el(
    'section',
    { class: 'part', id: 'windows', 'aria-labelledby': 'windows-h' },
    el(
      'div',
      { class: 'words' },
      el('p', { class: 'kicker' }, 'Windows'),
      el('h2', { id: 'windows-h' }, 'How did it change over time?'),
      el(
        'p',
        { class: 'finding' },
        `${readings.length === 1 ? 'One table was' : `${readings.length} tables were`} also computed in windows of time; every window is in the files.`,
      ),
    ),
    el(
      'div',
      {},
      found.map(timeLine),
      scrolling(
        'Tables in windows',
        el(
          'table',
          { class: 'plain', 'aria-label': 'Tables in windows' },
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              columns.map((title, index) =>
                el(
                  'th',
                  { scope: 'col', class: index >= 1 && index <= 3 ? 'num' : undefined },
                  title,
                ),
              ),
            ),
          ),
          el('tbody', {}, found.map(windowRow)),
        ),
      ),
    ),
  );
};
