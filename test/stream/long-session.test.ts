import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { popularSongs } from '../../src/analytics/popular-songs/popular-songs.ts';
import { sessionAnalysis } from '../../src/analytics/session-analysis/session-analysis.ts';
import { openStreamState } from '../../src/engines/duckdb/stream/state.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import { createDecoder } from '../../src/event/decode.ts';
import { formatInstant } from '../../src/event/time.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { framesOf } from '../../src/plan/frame.ts';
import { queriesOf } from '../../src/plan/query.ts';
import { textGroups } from '../../src/plan/text-groups.ts';
import { zoneOffsets } from '../../src/plan/zone.ts';
import { toPaneLine } from '../../src/result/to-pane-line.ts';
import { runStream } from '../../src/stream/runtime.ts';
import { fastFolder } from './fast-folder.ts';
import { recordsOf, type StreamLog } from './log.ts';
import { createMemoryLog } from './memory-source.ts';

const analytics = [popularSongs, sessionAnalysis];
const minute = 60_000_000;
const hour = 60 * minute;
const begin = Date.UTC(2026, 10, 22) * 1000;
const delayUs = 10 * minute;
const context = { settings: defaultSettings, zone: zoneOffsets('UTC', begin, begin + 24 * hour) };
const queries = queriesOf(analytics, { windows: true }).filter(({ scope }) => scope === 'window');
const frames = framesOf(queries, context);

const event = (at: number, user: string, song: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      event_id: `${user}-${at}`,
      event_time: formatInstant(begin + at),
      action: 'play',
      user_id: user,
      song_id: song,
    }),
  );

/**
 * One listener goes on all day, others come and go; now and then an event of the listener comes
 * late, which sessions do without.
 */
const values = Array.from({ length: 30 * 3 }, (_, index) => {
  const at = index * 20 * minute;
  return [
    event(at, 'always', `s${index % 5}`),
    event(at + minute, `guest-${index}`, 's0'),
    ...(index % 7 === 3 ? [event(at - 30 * minute + 1, 'always', 's9')] : []),
  ];
});

const logOf = (count: number): StreamLog => {
  const records = values
    .slice(0, count)
    .flat()
    .map((value, offset) => ({ partition: 0, offset, value }));
  return [{ partition: 0, first: 0, end: records.length, records }];
};

test('a session of thirty hours keeps its events while everything around it is let go', async () => {
  const folder = fastFolder('long-session');
  const finals: Record<string, string> = {};
  let elapsedMs = 0;
  const run = async (count: number, mode: 'until-end' | 'bounded'): Promise<void> => {
    const state = await openStreamState({
      folder,
      groups: textGroups(analytics),
      frames,
      identity: {},
      mapping: undefined,
      keptRows: 10,
      tidying: { segmentRows: 10, spareEntries: 5 },
      threads: 1,
    });
    try {
      await runStream({
        rules: {
          frames,
          delayUs,
          idleAfterMs: undefined,
          maxFutureUs: undefined,
          decoder: createDecoder({}),
        },
        order: analytics.map(({ name }) => name),
        state,
        source: createMemoryLog(logOf(count)).open(count),
        sinks: [
          {
            name: 'memory',
            deliver: async (panes) => {
              for (const { analytic, start, final, json } of panes) {
                if (final) finals[`${analytic} ${start}`] = json.slice(json.indexOf('"rows":'));
              }
            },
            close: async () => undefined,
          },
        ],
        lateSink: undefined,
        rejectedSink: undefined,
        clock: { elapsedMs: () => (elapsedMs += 50), nowUs: () => begin },
        contextFor: () => context,
        triggerMs: 500,
        batchBytes: 1 << 20,
        mode,
        start: 'earliest',
        onProgress: () => undefined,
        onNotice: () => undefined,
        signal: new AbortController().signal,
      });
    } finally {
      await state.dispose();
    }
  };
  try {
    for (let count = 6; count < values.length; count += 6) await run(count, 'until-end');
    await run(values.length, 'bounded');
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { panes } = runReferenceStream({
    log: recordsOf(logOf(values.length)),
    watermarkDelayUs: delayUs,
    queries,
    context,
  });
  const expected = Object.fromEntries(
    panes.map((pane) => {
      const { analytic, start, json } = toPaneLine({
        ...pane,
        revision: 1,
        final: true,
        watermark: null,
      });
      return [`${analytic} ${start}`, json.slice(json.indexOf('"rows":'))];
    }),
  );
  expect(finals).toEqual(expected);
  expect(Object.values(finals).join()).toContain('"max_duration_ms":106800000');
});
