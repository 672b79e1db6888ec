import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StreamCounts } from '../../src/engines/stream-state.ts';
import { defaultSpark } from '../../src/pipeline/batch-options.ts';
import { streamFrom } from '../../src/pipeline/stream.ts';
import type { StreamSettings } from '../../src/pipeline/stream-options.ts';
import type { PaneLine } from '../../src/result/pane-line.ts';
import { below, type Random, randomStream } from '../../src/sources/generator/random.ts';
import type { Clock } from '../../src/stream/clock.ts';
import { fastFolder } from './fast-folder.ts';
import { createMemoryLog, type MemoryLog } from './memory-source.ts';
import type { ArbitraryStream } from './run-arbitrary.ts';

/** How a stream is read: everything that must not matter. */
export interface Course {
  readonly seed: number;
  /** Runs before the bounded one: after how many batches each is stopped, or that it reads to the end. */
  readonly runs: readonly (number | 'until-end')[];
}

/** What all runs of a stream gave together. */
export interface StreamOutput {
  /** As the sink got them, in order. */
  readonly panes: readonly PaneLine[];
  readonly counts: StreamCounts;
  /** Lines of NDJSON. */
  readonly late: readonly string[];
  readonly rejected: readonly string[];
}

/** A clock that goes on a little whenever it is looked at, so that batches end at any place. */
const createClock = (random: Random): Clock => {
  let elapsed = 0;
  return {
    nowUs: () => 0,
    elapsedMs: () => (elapsed += below(random, 100)),
  };
};

const linesIn = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];

const settingsOf = (stream: ArbitraryStream, folder: string): StreamSettings => ({
  from: { kind: 'log', folder: 'memory' },
  to: [],
  late: { kind: 'log', folder: join(folder, 'late.ndjson') },
  rejected: { kind: 'log', folder: join(folder, 'rejected.ndjson') },
  kafka: undefined,
  archiveFolder: undefined,
  stateFolder: join(folder, 'state'),
  engine: 'duckdb',
  spark: defaultSpark,
  analytics: stream.queries.map(({ analytic }) => analytic),
  settings: stream.context.settings,
  query: stream.options,
  timeZone: stream.context.zone.timeZone,
  mapping: undefined,
  group: undefined,
  start: 'earliest',
  mode: 'bounded',
  watermarkDelayUs: stream.watermarkDelayUs,
  triggerUs: 500_000,
  idleAfterUs: Number.MAX_SAFE_INTEGER,
  maxFutureUs: undefined,
  threads: 1,
  memoryLimit: undefined,
  spillDir: undefined,
});

const runOnce = async (
  log: MemoryLog,
  settings: StreamSettings,
  { seed, stopAfter }: { readonly seed: number; readonly stopAfter: number },
  panes: PaneLine[],
): Promise<StreamCounts> => {
  const stop = new AbortController();
  let batches = 0;
  const { counts } = await streamFrom(log.open(seed), settings, {
    clock: createClock(randomStream(seed, 'clock')),
    signal: stop.signal,
    sinks: [
      { name: 'memory', deliver: async (more) => void panes.push(...more), close: async () => {} },
    ],
    onProgress: () => {
      batches += 1;
      if (batches >= stopAfter) stop.abort();
    },
    onNotice: () => {},
    stateHome: settings.stateFolder ?? '',
    newId: () => 'id',
  });
  return counts;
};

/** Runs the runtime over a log that grows, stops it and starts it again, then runs it to the end. */
export const runRuntime = async (
  stream: ArbitraryStream,
  { seed, runs }: Course,
): Promise<StreamOutput> => {
  const folder = fastFolder('finals');
  try {
    const settings = settingsOf(stream, folder);
    const log = createMemoryLog(stream.log, { growing: runs.length > 0 });
    const panes: PaneLine[] = [];
    for (const [index, run] of runs.entries()) {
      const mode = run === 'until-end' ? 'until-end' : 'follow';
      const stopAfter = run === 'until-end' ? Infinity : run;
      await runOnce(log, { ...settings, mode }, { seed: seed + index + 1, stopAfter }, panes);
    }
    log.showAll();
    const counts = await runOnce(log, settings, { seed, stopAfter: Infinity }, panes);
    return {
      panes,
      counts,
      late: linesIn(join(folder, 'late.ndjson')),
      rejected: linesIn(join(folder, 'rejected.ndjson')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
