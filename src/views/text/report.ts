import type { Report } from '../../result/report.ts';
import { formatInteger } from '../format/number.ts';
import { visible } from '../format/visible.ts';
import { missingColumns } from '../reading/columns.ts';
import { absence, endingsUnknown } from '../reading/finding.ts';
import { lead, spanWords } from '../reading/lead.ts';
import { qualityWords } from '../reading/quality.ts';
import { read, type Reading, readingContext } from '../reading/reading.ts';
import { type Block, stack } from './block.ts';
import { truncate, wrap } from '../format/display-width.ts';
import { figuresBlock } from './figures-block.ts';
import { histogramBlock } from './histogram-block.ts';
import { profileBlock } from './hours-block.ts';
import { type Line, renderLine, type Style, span } from '../format/line.ts';
import { rankedBlock } from './ranked-block.ts';
import { heatMapBlock } from './week-block.ts';
import { windowsBlock } from './windows-block.ts';

export interface TextOptions {
  /** Cells of a line: that of the terminal, or 100 in a file. Kept within 40 and 200. */
  readonly width?: number;
  /** With terminal colours. */
  readonly colour?: boolean;
  /** Rows of each table; 10 unless told otherwise. */
  readonly rows?: number;
  /** Where the files of the report are, for the last line. */
  readonly outDir?: string;
  /** Whether report.html is there, too. */
  readonly hasHtml?: boolean;
}

/** Reasons of rejection that are named; the manifest has all. */
const commonest = 5;

const paragraph = (text: string, width: number, style?: Style): readonly Line[] =>
  wrap(text, width).map((line) => [span(line, style)]);

const absent = (reading: Reading, words: string): Block => ({
  half:
    reading.table.analytic.chart.kind === 'bars' ||
    reading.table.analytic.chart.kind === 'histogram',
  lines: (width) => [
    [span(reading.table.analytic.title, 'strong')],
    ...paragraph(words, width, 'quiet'),
  ],
});

const blockOf = (reading: Reading, rows: number): Block | undefined => {
  const nothing = absence(reading);
  if (nothing !== undefined) return absent(reading, nothing);
  const { chart } = reading.table.analytic;
  switch (chart.kind) {
    case 'figures':
      return figuresBlock(reading, chart);
    case 'profile':
      return profileBlock(reading, chart);
    case 'heatMap':
      return heatMapBlock(reading, chart);
    case 'histogram':
      return histogramBlock(reading, chart);
    case 'bars':
    case 'scatter':
      return rankedBlock(reading, rows);
  }
};

const head = (report: Report, width: number): readonly Line[] => [
  [
    span('Tonearm', 'strong'),
    span(
      truncate(
        `  ${spanWords(report)}, times in ${readingContext(report).instants.zone}`,
        width - 7,
      ),
      'quiet',
    ),
  ],
  [span('─'.repeat(width), 'quiet')],
  ...paragraph(lead(report), width),
];

const foot = (
  { summary }: Report,
  readings: readonly Reading[],
  width: number,
  { outDir, hasHtml = true }: TextOptions,
): readonly Line[] => {
  const { sentence, balanced } = qualityWords(summary.counts);
  const rejected = Object.entries(summary.counts.rejected);
  const more = rejected.length - commonest;
  const reasons = [
    ...rejected
      .slice(0, commonest)
      .map(([reason, number]) => `${visible(reason)} ${formatInteger(number)}`),
    ...(more > 0 ? [`${more} more reasons`] : []),
  ].join(', ');
  return [
    [span('─'.repeat(width), 'quiet')],
    ...paragraph(sentence, width, balanced ? undefined : 'warn'),
    ...(reasons === '' ? [] : paragraph(`Rejected: ${reasons}.`, width, 'quiet')),
    ...(readings.some((reading) => missingColumns(reading).length > 0)
      ? paragraph(`Not available means that ${endingsUnknown}.`, width, 'quiet')
      : []),
    ...paragraph(
      visible(
        `Streams count by the ${summary.streamRule}. Engine ${summary.engine}, run ${summary.runId}.`,
      ),
      width,
      'quiet',
    ),
    ...(outDir === undefined
      ? []
      : [
          [
            span(
              truncate(`All rows${hasHtml ? ' and report.html' : ''}: ${visible(outDir)}`, width),
            ),
          ],
        ]),
  ];
};

/** The report for a terminal or a text file: no line is longer than the width, and nothing acts on the terminal. */
export const renderText = (report: Report, options: TextOptions = {}): string => {
  const { width: asked = 100, colour = false, rows = 10 } = options;
  const width = Math.min(200, Math.max(40, Math.floor(asked)));
  const context = readingContext(report);
  const readings = report.tables.map((table) => read(table, context));
  const overall = readings.filter(({ table }) => table.scope === 'table');
  const blocks = [
    ...overall.map((reading) => blockOf(reading, rows)),
    windowsBlock(readings.filter(({ table }) => table.scope === 'window')),
  ].filter((block) => block !== undefined);
  const lines: readonly Line[] = [
    ...head(report, width),
    [],
    ...stack(blocks, width),
    [],
    ...foot(report, overall, width, options),
  ];
  return `${lines.map((line) => renderLine(line, colour)).join('\n')}\n`;
};
