import { expect, it } from 'vitest';
import { actionCounts } from '../analytics/action-counts/action-counts.ts';
import { overview } from '../analytics/overview/overview.ts';
import { sessionAnalysis } from '../analytics/session-analysis/session-analysis.ts';
import { songEngagement } from '../analytics/song-engagement/song-engagement.ts';
import type { StreamState } from '../engines/stream-state.ts';
import { defaultSettings } from '../model/settings.ts';
import { framesOf } from '../plan/frame.ts';
import { queriesOf } from '../plan/query.ts';
import { openWindows } from './open-windows.ts';
import { createRefresher, type RefreshView } from './refresh.ts';
import { createRevisions } from './revisions.ts';

const analytics = [actionCounts, overview, songEngagement, sessionAnalysis];
const [quick, ...slow] = analytics.map(({ name }) => name);

/** A refresher with events in one window of each frame; each look at what is slow takes so long. */
const createShow = (slowMs: number) => {
  const settings = { settings: defaultSettings };
  const frames = framesOf(queriesOf(analytics, { windows: true }), settings);
  const open = frames.map((frame) => openWindows(frame, [0]));
  const revisions = createRevisions(frames, []);
  revisions.reserve(open.map(() => [0]));
  revisions.committed();
  const refresher = createRefresher(frames, 500);
  let elapsedMs = 0;
  const provisionalRows: StreamState['provisionalRows'] = async ({ queries }, starts) => {
    if (!queries.some(({ analytic }) => analytic === actionCounts)) elapsedMs += slowMs;
    return starts.map((start) => ({ start, rows: queries.map(() => []) }));
  };
  const view = {
    state: { provisionalRows },
    ...{ open, revisions, watermark: null, contextFor: () => undefined },
    elapsedMs: () => elapsedMs,
  } as unknown as RefreshView;
  let batch = 0;
  return async (all = false): Promise<readonly string[]> => {
    elapsedMs += 500;
    batch += 1;
    for (const windows of open) {
      windows.begin(batch);
      windows.touch(0);
    }
    const panes = await refresher.panes({ ...view, batch, all });
    return panes.map(({ analytic }) => analytic);
  };
};

it('shows what is slow together where that takes little time', async () => {
  const show = createShow(50);
  expect(await show()).toEqual([quick, ...slow]);
  expect(await show()).toEqual([quick]);
});

it('shows what is slow one by one, in turn, where the quick would wait', async () => {
  const show = createShow(300);
  for (const name of slow) expect(await show()).toEqual([quick, name]);
  for (let batch = 4; batch < 7; batch += 1) expect(await show()).toEqual([quick]);
  for (const name of slow) expect(await show()).toEqual([quick, name]);
});

it('shows everything at once at the end', async () => {
  expect(await createShow(300)(true)).toEqual([quick, ...slow]);
});
