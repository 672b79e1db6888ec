import type { PaneLine } from '../../result/pane-line.ts';
import type { LiveProgress } from './progress.ts';

/** What is known of one analytic: panes of its newest windows, the newest window first. */
export interface Track {
  readonly panes: readonly PaneLine[];
  readonly lastFinal: PaneLine | undefined;
}

/** All that a frame is drawn from. */
export interface LiveState {
  readonly tracks: ReadonlyMap<string, Track>;
  readonly progress: LiveProgress | undefined;
  /** Events per second, the newest last. */
  readonly rates: readonly number[];
}

/** The window that is shown and the one before it, to which it is compared. */
const keptWindows = 2;
const keptRates = 240;

export const emptyState: LiveState = { tracks: new Map(), progress: undefined, rates: [] };

const withNewest = (panes: readonly PaneLine[], pane: PaneLine): readonly PaneLine[] => {
  const same = panes.find(({ start, end }) => start === pane.start && end === pane.end);
  // Panes of different sinks and restarts may come out of turn; nothing replaces a final.
  if (same !== undefined && (same.final || same.revision > pane.revision)) return panes;
  return [...panes.filter((one) => one !== same), pane]
    .toSorted((a, b) => b.end - a.end || b.start - a.start)
    .slice(0, keptWindows);
};

export const withPanes = (state: LiveState, panes: readonly PaneLine[]): LiveState => {
  const tracks = new Map(state.tracks);
  for (const pane of panes) {
    const track = tracks.get(pane.analytic) ?? { panes: [], lastFinal: undefined };
    const isLast = pane.final && pane.end >= (track.lastFinal?.end ?? Number.NEGATIVE_INFINITY);
    tracks.set(pane.analytic, {
      panes: withNewest(track.panes, pane),
      lastFinal: isLast ? pane : track.lastFinal,
    });
  }
  return { ...state, tracks };
};

export const withProgress = (state: LiveState, progress: LiveProgress): LiveState => ({
  ...state,
  progress,
  rates: [...state.rates.slice(1 - keptRates), progress.eventsPerSecond],
});
