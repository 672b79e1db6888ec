import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TonearmError } from '../../error.ts';
import type { RecordSource } from '../../sources/record-source.ts';
import type { StreamLog } from '../../../test/stream/log.ts';
import { createMemoryLog } from '../../../test/stream/memory-source.ts';
import type { StreamResult } from '../../stream/runtime.ts';
import type { StreamHost, StreamSettings } from '../stream-options.ts';
import { withArchive } from './with-archive.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tonearm-with-archive-'));
  folder = join(parent, 'archive');
});
afterEach(() => rmSync(parent, { recursive: true }));

const value = Buffer.from(
  '{"event_id":"a","event_time":"2026-11-22T10:00:00Z","action":"play","user_id":"u","song_id":"s"}',
);
const log: StreamLog = [
  { partition: 0, first: 0, end: 1, records: [{ partition: 0, offset: 0, value }] },
];

/** A source that tells when it is closed. */
const sourceOf = (more: Partial<RecordSource> = {}) => {
  const seen = { closed: 0, bounds: 0 };
  const memory = createMemoryLog(log).open(1);
  const source: RecordSource = {
    ...memory,
    bounds: () => {
      seen.bounds += 1;
      return memory.bounds();
    },
    close: async () => {
      seen.closed += 1;
    },
    ...more,
  };
  return { source, seen };
};

const settingsOf = (mode: StreamSettings['mode']): StreamSettings =>
  ({ mode, start: 'earliest', mapping: undefined, maxFutureUs: undefined }) as StreamSettings;

const hostOf = (signal: AbortSignal): StreamHost =>
  ({
    clock: { nowUs: () => 0, elapsedMs: () => 0 },
    signal,
    onProgress: () => {},
    onNotice: () => {},
  }) as unknown as StreamHost;

const result = { finals: 3 } as StreamResult;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

const files = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));

it('gives the result of the stream when the archive is done, and both saw the same ends', async () => {
  const { source, seen } = sourceOf();
  const { signal } = new AbortController();
  const run = async (shared: RecordSource) => {
    await shared.bounds();
    await shared.close();
    return result;
  };
  expect(await withArchive(folder, source, settingsOf('bounded'), hostOf(signal), run)).toBe(
    result,
  );
  expect(files()).toEqual(['_archive.json', 'date=2026-11-22/hour=10/0-0-0.parquet']);
  expect(seen).toEqual({ closed: 1, bounds: 1 });
});

it('an archive that fails stops the stream', async () => {
  const { source, seen } = sourceOf();
  const { signal } = new AbortController();
  let isStopped = false;
  const run = async (_: RecordSource, __: StreamSettings, host: StreamHost) => {
    await untilAborted(host.signal);
    isStopped = true;
    return result;
  };
  // The first file that is needed is in the way of the folder of the day.
  const opened = new Promise<void>((resolve) => {
    const look = (): void => {
      if (existsSync(join(folder, '_archive.json'))) resolve();
      else setImmediate(look);
    };
    look();
  });
  const startingAt: RecordSource['startingAt'] = async (start) => {
    await opened;
    writeFileSync(join(folder, 'date=2026-11-22'), '');
    return sourceOf().source.startingAt(start);
  };
  await expect(
    withArchive(folder, { ...source, startingAt }, settingsOf('bounded'), hostOf(signal), run),
  ).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', facts: { path: folder } });
  expect({ isStopped, ...seen }).toMatchObject({ isStopped: true, closed: 1 });
});

it('a stream that fails ends the archive, which has what it read', async () => {
  const { source, seen } = sourceOf();
  const { signal } = new AbortController();
  const run = () => Promise.reject(new TonearmError('SINK_FAILED', 'no'));
  await expect(
    withArchive(folder, source, settingsOf('follow'), hostOf(signal), run),
  ).rejects.toMatchObject({ code: 'SINK_FAILED' });
  expect(seen.closed).toBe(1);
  expect(files().filter((name) => name.endsWith('.lock'))).toEqual([]);
});

it('a stop ends an archive that is still behind a bounded stream', async () => {
  const silent = { ...sourceOf().source.read({ from: new Map(), onNotice: () => {} }) };
  const { source } = sourceOf({
    read: () => ({ ...silent, next: async () => ({ chunks: [], ends: new Map([[0, 1]]) }) }),
  });
  const stop = new AbortController();
  const run = async () => {
    setImmediate(() => stop.abort());
    return result;
  };
  expect(await withArchive(folder, source, settingsOf('bounded'), hostOf(stop.signal), run)).toBe(
    result,
  );
  expect(files()).toEqual(['_archive.json']);
});

it('a folder that is no archive is refused before the stream begins', async () => {
  writeFileSync(folder, '');
  const { source, seen } = sourceOf();
  const run = () => Promise.reject(new Error('began'));
  const { signal } = new AbortController();
  await expect(
    withArchive(folder, source, settingsOf('bounded'), hostOf(signal), run),
  ).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  expect(seen.closed).toBe(1);
});
