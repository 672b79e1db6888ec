import type { Analytic } from '../../model/analytic.ts';
import { type Line, span } from '../format/line.ts';
import { figureLines } from './figures.ts';
import type { LiveState, Track } from './live-state.ts';
import type { ViewContext } from './view-context.ts';
import type { Panel } from './panel.ts';
import { rankedLines } from './ranked-panel.ts';
import { windowWords } from './times.ts';

/** What comes first wherever there is room for so many rows, and how many it should have. */
const first: ReadonlyMap<string, readonly [least: number, comfort: number]> = new Map([
  ['action_counts', [6, 6]],
  ['popular_songs', [3, 10]],
  ['device_usage', [4, 6]],
  ['popular_artists', [3, 8]],
  ['geographic_distribution', [3, 8]],
  ['user_activity', [3, 5]],
]);
const others = [5, 5] as const;
const mostRows = 20;

/** In the order of their weight. */
export const byWeight = (analytics: readonly Analytic[]): readonly Analytic[] => [
  ...[...first.keys()].flatMap((name) => analytics.filter((analytic) => analytic.name === name)),
  ...analytics.filter(({ name }) => !first.has(name)),
];

/** The window of the panel, where it is not the one that the frame shows. */
const titleOf = (
  analytic: Analytic,
  { panes: [newest] }: Track,
  shown: { readonly start: number; readonly end: number },
  { instants }: ViewContext,
  now: number | undefined,
): Line => {
  const title = [span(analytic.title, 'strong')];
  return newest === undefined || (newest.start === shown.start && newest.end === shown.end)
    ? title
    : [...title, span(`  ${windowWords(instants, newest, now)}`, 'quiet')];
};

/** The panels of what has panes: rankings, parts, and figures of longer windows. */
export const panelsOf = (
  analytics: readonly Analytic[],
  { tracks, progress }: LiveState,
  shown: { readonly start: number; readonly end: number },
  context: ViewContext,
): readonly Panel[] =>
  byWeight(analytics).flatMap((analytic): readonly Panel[] => {
    const track = tracks.get(analytic.name);
    const [newest, before] = track?.panes ?? [];
    if (track === undefined || newest === undefined) return [];
    const { chart, name } = analytic;
    const title = titleOf(analytic, track, shown, context, progress?.now);
    const now = context.read(analytic, newest);
    const past = before === undefined ? undefined : context.read(analytic, before);
    const [least, comfort] = first.get(name) ?? others;
    const common = { name, first: first.has(name), least, comfort };
    if (chart.kind === 'figures') {
      const most = chart.of.length;
      return [{ ...common, most: Math.max(least, most), lines: figureLines(now, past, title) }];
    }
    if (chart.kind !== 'bars' && chart.kind !== 'scatter') return [];
    const rows = Math.max(now.table.rows.length, past?.table.rows.length ?? 0);
    const most = Math.min(mostRows, Math.max(comfort, rows));
    return [{ ...common, most, lines: rankedLines(now, past, title) }];
  });
