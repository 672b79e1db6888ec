import type { Analytic } from '../../model/analytic.ts';
import { wrap } from '../format/display-width.ts';
import { type Line, lineWidth, renderLine, span, truncateLine } from '../format/line.ts';
import { figureStrip } from './figures.ts';
import { lastFinalLine, noticeLine } from './foot.ts';
import { head, rule } from './head.ts';
import { layOut } from './layout.ts';
import type { LiveState } from './live-state.ts';
import { panelsOf } from './panels.ts';
import type { ViewContext } from './view-context.ts';
import { windowLine } from './window-line.ts';

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

export interface FrameOptions {
  readonly source: string;
  /** In the order of the catalogue. */
  readonly analytics: readonly Analytic[];
  readonly context: ViewContext;
  /** What to say while nothing has come: how to send something. */
  readonly waiting: string;
}

interface Shown {
  readonly start: number;
  readonly end: number;
  readonly final: boolean;
}

/** The newest window of the shortest windows: that which moves. */
const shownWindow = ({ tracks }: LiveState): Shown | undefined => {
  const newest = [...tracks.values()].flatMap(({ panes }) => panes.slice(0, 1));
  const shortest = Math.min(...newest.map(({ start, end }) => end - start));
  return newest
    .filter(({ start, end }) => end - start === shortest)
    .reduce<Shown | undefined>(
      (best, pane) => (best === undefined || pane.end > best.end ? pane : best),
      undefined,
    );
};

/** The figures of the shown window stand above the panels. */
const stripOf = (
  { analytics, context }: FrameOptions,
  { tracks }: LiveState,
  shown: Shown,
): { readonly name: string; readonly lines: (width: number) => readonly Line[] } | undefined => {
  for (const analytic of analytics) {
    const [pane, before] = tracks.get(analytic.name)?.panes ?? [];
    if (analytic.chart.kind !== 'figures' || pane === undefined) continue;
    if (pane.end - pane.start !== shown.end - shown.start) continue;
    const now = context.read(analytic, pane);
    const past = before === undefined ? undefined : context.read(analytic, before);
    return { name: analytic.name, lines: (width) => figureStrip(now, past, width) };
  }
  return undefined;
};

const emptyBody = (waiting: string, width: number): readonly Line[] => [
  [],
  ...wrap(waiting, width).map((line): Line => [span(line, 'quiet')]),
];

const body = (
  options: FrameOptions,
  state: LiveState,
  width: number,
  room: number,
): readonly Line[] => {
  const shown = shownWindow(state);
  if (shown === undefined) return emptyBody(options.waiting, width);
  const { context, analytics } = options;
  const strip = stripOf(options, state, shown);
  const top = [
    windowLine(shown, state.progress, context.instants, width),
    ...(strip?.lines(width) ?? []),
    [],
  ];
  const others = analytics.filter(({ name }) => name !== strip?.name);
  const panels = panelsOf(others, state, shown, context);
  return [...top, ...layOut(panels, width, room - top.length)];
};

/** Less than this is drawn as if it were this, and cut. */
const smallest = { columns: 40, rows: 12 };

/** One frame: exactly `rows` lines, none wider than `columns`. */
export const liveFrame = (
  options: FrameOptions,
  state: LiveState,
  size: FrameSize,
): readonly Line[] => {
  const width = Math.max(smallest.columns, size.columns);
  const height = Math.max(smallest.rows, size.rows);
  const { context, analytics, source } = options;
  const top = head(source, state, context.instants, width);
  const final = lastFinalLine(analytics, state, context, width);
  const notice = noticeLine(state, width);
  const foot = [
    ...(final.length > 0 || notice.length > 0 ? [rule(width)] : []),
    ...[final, notice].filter(({ length }) => length > 0),
  ];
  const room = height - top.length - foot.length;
  const middle = body(options, state, width, room).slice(0, room);
  const blank = Array.from({ length: room - middle.length }, (): Line => []);
  return [...top, ...middle, ...blank, ...foot]
    .slice(0, size.rows)
    .map((line) => (lineWidth(line) > size.columns ? truncateLine(line, size.columns) : line));
};

export const frameText = (lines: readonly Line[], colour: boolean): readonly string[] =>
  lines.map((line) => renderLine(line, colour));
