import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actionCounts } from '../../src/analytics/action-counts/action-counts.ts';
import { openStreamState } from '../../src/engines/duckdb/stream/state.ts';
import { line } from '../../src/event/event.cases.ts';
import { createDecoder } from '../../src/event/decode.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { framesOf } from '../../src/plan/frame.ts';
import { queriesOf } from '../../src/plan/query.ts';
import { textGroups } from '../../src/plan/text-groups.ts';
import { zoneOffsets } from '../../src/plan/zone.ts';
import { runStream } from '../../src/stream/runtime.ts';
import { fastFolder } from './fast-folder.ts';
import { createMemoryLog } from './memory-source.ts';

const count = 30;

it('a bounded run closes windows that the watermark has passed together with the rest', async () => {
  const records = Array.from({ length: count }, (_, offset) => {
    const event_time = new Date(Date.UTC(2026, 10, 22, 10, offset)).toISOString();
    return { partition: 0, offset, value: line({ event_id: `e${offset}`, event_time }) };
  });
  const log = createMemoryLog([{ partition: 0, first: 0, end: count, records }]);
  const queries = queriesOf([actionCounts], { windows: true });
  const context = { settings: defaultSettings, zone: zoneOffsets('UTC', 0, 1) };
  const frames = framesOf(queries, context);
  const folder = fastFolder('closes-once');
  const groups = textGroups([actionCounts]);
  const state = await openStreamState({
    ...{ folder, groups, frames, identity: {}, mapping: undefined, keptRows: 10, threads: 1 },
  });
  const closed: number[] = [];
  try {
    const { finals } = await runStream({
      rules: {
        ...{ frames, delayUs: 0, idleAfterMs: undefined, maxFutureUs: undefined },
        decoder: createDecoder({}),
      },
      order: [actionCounts.name],
      state: {
        ...state,
        close: (head, panes) => {
          closed.push(panes.length);
          return state.close(head, panes);
        },
      },
      source: log.open(1),
      ...{ sinks: [], lateSink: undefined, rejectedSink: undefined },
      clock: { elapsedMs: () => 0, nowUs: () => 0 },
      contextFor: () => context,
      ...{ triggerMs: 500, batchBytes: 1 << 20, mode: 'bounded', start: 'earliest' },
      onProgress: () => undefined,
      onNotice: () => undefined,
      signal: new AbortController().signal,
    });
    expect(finals).toBe(count / 5);
    expect(closed).toEqual([count / 5]);
  } finally {
    await state.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
});
