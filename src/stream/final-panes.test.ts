import { expect, it } from 'vitest';
import { actionCounts } from '../analytics/action-counts/action-counts.ts';
import { songEngagement } from '../analytics/song-engagement/song-engagement.ts';
import { defaultSettings } from '../model/settings.ts';
import { framesOf } from '../plan/frame.ts';
import { queriesOf } from '../plan/query.ts';
import { finalPanes } from './final-panes.ts';
import { createRevisions } from './revisions.ts';
import type { StreamOptions } from './stream-options.ts';

const minute = 60_000_000;

it('what the watermark had closed comes first and with it, the rest with the end of all', async () => {
  const frames = framesOf(queriesOf([actionCounts, songEngagement], { windows: true }), {
    settings: defaultSettings,
  });
  const options = {
    rules: { frames },
    state: {
      windowRows: async (_: unknown, starts: readonly number[]) =>
        starts.map((start) => ({ start, rows: [[]] })),
    },
    contextFor: () => undefined,
    order: [actionCounts.name, songEngagement.name],
  } as unknown as StreamOptions;
  const closing = [[0, 5 * minute, 60 * minute], [0]];
  const times = { upTo: 70 * minute, reached: 7 * minute };
  const panes = await finalPanes(options, closing, createRevisions(frames, []), times);
  const watermarkOf = (json: string): unknown =>
    (JSON.parse(json) as { readonly watermark: string }).watermark;
  expect(
    panes.map(({ analytic, end, json }) => [analytic, end / minute, watermarkOf(json)]),
  ).toEqual([
    ['action_counts', 5, '1970-01-01T00:07:00Z'],
    ['action_counts', 10, '1970-01-01T01:10:00Z'],
    ['song_engagement', 60, '1970-01-01T01:10:00Z'],
    ['action_counts', 65, '1970-01-01T01:10:00Z'],
  ]);
});
