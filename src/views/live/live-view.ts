import type { Analytic } from '../../model/analytic.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import { instantFormat } from '../format/instant.ts';
import { renderLine } from '../format/line.ts';
import { type FrameSize, frameText, liveFrame } from './frame.ts';
import { emptyState, withPanes, withProgress } from './live-state.ts';
import { paneReader } from './pane-reading.ts';
import { plainBlock } from './plain.ts';
import type { LiveProgress } from './progress.ts';

export interface LiveViewOptions {
  /** The address that is read, for the first line. */
  readonly source: string;
  /** Those that run, in the order of the catalogue. */
  readonly analytics: readonly Analytic[];
  readonly timeZone: string;
  readonly colour: boolean;
  /** What to say while nothing has come: how to send something. */
  readonly waiting?: string;
}

/** The live console as text; knows nothing of a terminal. */
export interface LiveView {
  readonly update: (news: readonly PaneLine[] | LiveProgress) => void;
  /** Exactly `rows` lines of at most `columns` cells. */
  readonly frame: (size: FrameSize) => readonly string[];
  /** A pane as a block of lines, for where there is no terminal; nothing for an analytic that is not known. */
  readonly block: (pane: PaneLine, width: number) => readonly string[];
}

const isPanes = (news: readonly PaneLine[] | LiveProgress): news is readonly PaneLine[] =>
  Array.isArray(news);

/** @throws RangeError for a time zone that is not known */
export const createLiveView = (options: LiveViewOptions): LiveView => {
  const { source, analytics, timeZone, colour, waiting = 'Waiting for events.' } = options;
  const instants = instantFormat(timeZone);
  const context = { instants, read: paneReader({ instants, knowsEndings: true }) };
  let state = emptyState;
  return {
    update: (news) => {
      state = isPanes(news) ? withPanes(state, news) : withProgress(state, news);
    },
    frame: (size) =>
      frameText(liveFrame({ source, analytics, context, waiting }, state, size), colour),
    block: (pane, width) => {
      const analytic = analytics.find(({ name }) => name === pane.analytic);
      return analytic === undefined
        ? []
        : plainBlock(analytic, pane, context, width).map((line) => renderLine(line, colour));
    },
  };
};
