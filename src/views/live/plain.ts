import type { Analytic } from '../../model/analytic.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import { type Line, span, truncateLine } from '../format/line.ts';
import { figureStrip } from './figures.ts';
import { rankedLines } from './ranked-panel.ts';
import { windowWords } from './times.ts';
import type { ViewContext } from './view-context.ts';

const mostRows = 10;

/** A pane where there is no terminal to draw on: its window in the title, then its first rows. */
export const plainBlock = (
  analytic: Analytic,
  pane: PaneLine,
  context: ViewContext,
  width: number,
): readonly Line[] => {
  const { instants } = context;
  const reading = context.read(analytic, pane);
  const { rows } = reading.table;
  const title: Line = [
    span(analytic.title, 'strong'),
    span(`  ${windowWords(instants, pane, undefined)} ${instants.zone}`, 'quiet'),
    ...(pane.final ? [] : [span('  provisional', 'quiet')]),
  ];
  const { kind } = analytic.chart;
  const drawn =
    kind === 'figures'
      ? [title, ...figureStrip(reading, undefined, width)]
      : kind === 'bars' || kind === 'scatter'
        ? rankedLines(reading, undefined, title)(width, mostRows)
        : [title];
  const more = rows.length - mostRows;
  const rest: readonly Line[] =
    rows.length === 0
      ? [[span('no rows', 'quiet')]]
      : kind === 'bars' && more > 0
        ? [[span(`and ${more} more`, 'quiet')]]
        : [];
  return [...drawn, ...rest].map((line) => truncateLine(line, width));
};
