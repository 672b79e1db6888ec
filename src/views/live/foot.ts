import type { Analytic } from '../../model/analytic.ts';
import { truncate } from '../format/display-width.ts';
import { type Line, lineWidth, span } from '../format/line.ts';
import { visible } from '../format/visible.ts';
import { briefColumns } from '../reading/columns.ts';
import { cellWords, nounOf, rowName } from '../reading/reading.ts';
import { inPlace } from './direction.ts';
import { figureWordsOf } from './figures.ts';
import type { LiveState } from './live-state.ts';
import type { ViewContext } from './view-context.ts';
import { windowWords } from './times.ts';

const fitting = (parts: readonly Line[], width: number): Line => {
  let line: Line = [];
  for (const part of parts) {
    const longer = line.length === 0 ? part : [...line, span('   '), ...part];
    if (lineWidth(longer) > width) break;
    line = longer;
  }
  return line;
};

/** What the first row of a ranking of the window was: `Blinding Lights 412 plays`. */
const leader = (
  analytic: Analytic,
  { tracks }: LiveState,
  window: { readonly start: number; readonly end: number },
  context: ViewContext,
): Line | undefined => {
  const pane = tracks.get(analytic.name)?.lastFinal;
  if (pane?.start !== window.start || pane.end !== window.end) return undefined;
  const reading = context.read(analytic, pane);
  const brief = briefColumns(reading);
  const [row] = reading.table.rows;
  const main = brief?.main[0];
  if (brief === undefined || main === undefined || row === undefined) return undefined;
  return [
    span(`top ${nounOf(reading)} `, 'quiet'),
    span(inPlace(rowName(reading, row, brief.name.name))),
    span(` ${cellWords(reading, row, main)} ${main.title.toLowerCase()}`, 'quiet'),
  ];
};

/** The newest window that is final, in one line; before there is one, nothing. */
export const lastFinalLine = (
  analytics: readonly Analytic[],
  state: LiveState,
  context: ViewContext,
  width: number,
): Line => {
  const overview = analytics.find(
    ({ chart, name }) =>
      chart.kind === 'figures' && state.tracks.get(name)?.lastFinal !== undefined,
  );
  const pane = overview && state.tracks.get(overview.name)?.lastFinal;
  if (overview === undefined || pane === undefined) return [];
  const ranking = analytics.find(({ ranked, name }) => ranked && state.tracks.has(name));
  const best = ranking && leader(ranking, state, pane, context);
  const label = [
    span('final ', 'cool'),
    span(windowWords(context.instants, pane, state.progress?.now), 'strong'),
  ];
  const reading = context.read(overview, pane);
  const sentence = [4, 3, 2, 1].map((count) => figureWordsOf(reading, count));
  const room = width - lineWidth(label) - 3;
  const figures = sentence.find((line) => lineWidth(line) <= room) ?? [];
  return fitting([label, figures, ...(best === undefined ? [] : [best])], width);
};

export const noticeLine = ({ progress }: LiveState, width: number): Line =>
  progress?.notice === undefined ? [] : [span(truncate(visible(progress.notice), width), 'warn')];
