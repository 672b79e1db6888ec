import { expect, it } from 'vitest';
import { catalogue } from '../../analytics/index.gen.ts';
import { configuredBatch } from './configured-batch.ts';
import { resolveOptions, type Given } from './resolve.ts';

const configured = (flags: Given['flags'], inputs: readonly string[] = []) =>
  configuredBatch(resolveOptions({ flags, environment: {}, file: undefined }), inputs, 100);

it('has what the contract says where nothing is given', async () => {
  await expect(configured({})).resolves.toMatchObject({
    inputs: [],
    sampleEvents: 100_000,
    engine: 'duckdb',
    outDir: '/tmp/music_analytics',
    formats: ['parquet', 'csv'],
    analytics: catalogue,
    settings: { streamMinMs: 30_000, sessionGapUs: 1_800_000_000 },
    query: { windows: false },
    timeZone: 'UTC',
    shown: {},
  });
});

it('carries every option to its place', async () => {
  const options = await configured({
    only: 'popular_songs,overview',
    windows: 'true',
    window: '15m',
    slide: '5m',
    top: '3',
    minEnded: '7',
    streamMin: '31s',
    timeZone: 'Asia/Tokyo',
  });
  expect(options).toMatchObject({
    query: { windows: true, window: { sizeUs: 900e6, slideUs: 300e6 }, top: 3, threshold: 7 },
    settings: { streamMinMs: 31_000 },
    shown: {
      'time-zone': 'Asia/Tokyo',
      window: '15m',
      only: 'popular_songs,overview',
      windows: true,
    },
  });
  expect(options.analytics.map(({ name }) => name)).toEqual(['overview', 'popular_songs']);
});

it.each<[Given['flags'], readonly string[], string]>([
  [{ only: 'popular_song' }, [], '--only: there is no analytic "popular_song"'],
  [{ window: '10m' }, [], '--window has no effect without --windows'],
  [{ windowTop: '10' }, [], '--window-top has no effect without --windows'],
  [
    { windows: 'true', window: '5m', slide: '10m' },
    [],
    '--slide is longer than the window, which would leave gaps',
  ],
  [
    { windows: 'true', slide: '10m' },
    [],
    '--slide is longer than the window, which would leave gaps',
  ],
  [{ events: '5' }, ['a.ndjson'], '--events has no effect where there is INPUT'],
  [{ inputFormat: 'csv' }, ['a.csv'], '--input-format has no effect without - (standard input)'],
])('refuses what makes no sense together %#', async (flags, inputs, message) => {
  await expect(configured(flags, inputs)).rejects.toMatchObject({ code: 'USAGE', message });
});

it('suggests the analytic that was meant', async () => {
  await expect(configured({ only: 'popular-song' })).rejects.toMatchObject({
    hint: 'did you mean popular_songs?',
  });
});
