import type { StreamState } from '../engines/stream-state.ts';
import type { Frame } from '../plan/frame.ts';
import type { QueryContext } from '../plan/query.ts';
import type { PaneLine } from '../result/pane-line.ts';
import type { OpenWindow, OpenWindows } from './open-windows.ts';
import { paneLineOf } from './pane-of.ts';
import type { Revisions } from './revisions.ts';

/** Rankings, distinct counts and sessions are shown at most this long after an event (milliseconds). */
const slowestMs = 5_000;
/** At most this part of the time goes into showing what is not final. */
const share = 0.25;

/** So many windows at most are shown at a time, the newest first. */
const mostWindows = 2_000;

/** Counts by action alone are cheap; all else ranks, joins names or counts many different things. */
const isQuick = (frame: Frame, query: number): boolean => {
  const analytic = frame.queries[query]?.analytic;
  return (
    analytic !== undefined &&
    analytic.over === undefined &&
    analytic.limit === undefined &&
    analytic.by.length > 0 &&
    analytic.by.every(({ columns }) =>
      columns.every((column) => column.role === 'key' && column.name === 'action'),
    )
  );
};

/** Queries of a frame that are shown together, and when they were. */
interface Tier {
  readonly frame: number;
  readonly queries: readonly number[];
  readonly quick: boolean;
  shownMs: number;
  costMs: number;
}

/** Makes provisional panes of windows that changed, within a part of the time. */
export interface Refresher {
  due(elapsedMs: number): boolean;
  panes(view: RefreshView): Promise<readonly PaneLine[]>;
}

export interface RefreshView {
  readonly state: StreamState;
  readonly open: readonly OpenWindows[];
  readonly revisions: Revisions;
  readonly batch: number;
  readonly watermark: number | null;
  readonly contextFor: (first: number, last: number) => QueryContext;
  readonly elapsedMs: () => number;
  /** Shows everything that changed, whatever it costs. */
  readonly all: boolean;
}

const tiersOf = (frames: readonly Frame[]): Tier[] =>
  frames.flatMap((frame, index) => {
    const numbers = [...frame.queries.keys()];
    const groups = [
      { quick: true, queries: numbers.filter((query) => isQuick(frame, query)) },
      { quick: false, queries: numbers.filter((query) => !isQuick(frame, query)) },
    ];
    return groups
      .filter(({ queries }) => queries.length > 0)
      .map((group) => ({ ...group, frame: index, shownMs: -Infinity, costMs: 0 }));
  });

const changedSince = ({ queries }: Tier, window: OpenWindow): boolean =>
  queries.some((query) => (window.shownTo[query] ?? -1) < window.changedBy);

export const createRefresher = (frames: readonly Frame[], triggerMs: number): Refresher => {
  const tiers = tiersOf(frames);
  const isDue = (tier: Tier, elapsedMs: number): boolean => {
    // An event may come just after one look has begun, and is seen when the next one has ended.
    const least = tier.quick ? 0 : slowestMs - triggerMs * 2 - tier.costMs * 2;
    return elapsedMs - tier.shownMs >= Math.max(least, tier.costMs / share - tier.costMs);
  };

  /** Quick ones first, then those that were shown longest ago. */
  const inTurn = (): readonly Tier[] => [
    ...tiers.filter(({ quick }) => quick),
    ...tiers
      .filter(({ quick }) => !quick)
      .toSorted((left, right) => (left.shownMs < right.shownMs ? -1 : 1)),
  ];

  return {
    due: (elapsedMs) => tiers.some((tier) => isDue(tier, elapsedMs)),
    async panes({ state, open, revisions, batch, watermark, contextFor, elapsedMs, all }) {
      const panes: PaneLine[] = [];
      let slowMs = 0;
      for (const tier of inTurn()) {
        const frame = frames[tier.frame];
        const windows = open[tier.frame];
        if (frame === undefined || windows === undefined) continue;
        const began = elapsedMs();
        // What is quick must not wait for all that is slow: the rest is shown after the next batch.
        if (!all && (!isDue(tier, began) || slowMs > triggerMs / 2)) continue;
        const changed = [...windows.all()]
          .filter((window) => changedSince(tier, window))
          .toSorted((left, right) => right.start - left.start)
          .slice(0, mostWindows);
        if (changed.length === 0) continue;
        const starts = changed.map(({ start }) => start).toSorted((left, right) => left - right);
        const part: Frame = {
          ...frame,
          queries: tier.queries.flatMap((query) => frame.queries[query] ?? []),
        };
        const context = contextFor(starts[0] ?? 0, (starts.at(-1) ?? 0) + frame.window.sizeUs);
        const rows = await state.provisionalRows(part, starts, context);
        for (const one of rows) {
          for (const [index, query] of tier.queries.entries()) {
            const revision = revisions.next(tier.frame, one.start, query);
            if (revision === undefined) continue;
            panes.push(paneLineOf(part, index, one, { revision, final: false, watermark }));
          }
        }
        for (const window of changed) {
          for (const query of tier.queries) window.shownTo[query] = batch;
        }
        tier.shownMs = elapsedMs();
        tier.costMs = tier.shownMs - began;
        if (!tier.quick) slowMs += tier.costMs;
      }
      return panes;
    },
  };
};
