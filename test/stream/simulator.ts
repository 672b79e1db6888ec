import { cpSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import { actionCounts } from '../../src/analytics/action-counts/action-counts.ts';
import { popularArtists } from '../../src/analytics/popular-artists/popular-artists.ts';
import { sessionAnalysis } from '../../src/analytics/session-analysis/session-analysis.ts';
import { openStreamState } from '../../src/engines/duckdb/stream/state.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import type { StreamState } from '../../src/engines/stream-state.ts';
import { createDecoder } from '../../src/event/decode.ts';
import { framesOf } from '../../src/plan/frame.ts';
import { textGroups } from '../../src/plan/text-groups.ts';
import type { PaneLine } from '../../src/result/pane-line.ts';
import { toPaneLine } from '../../src/result/to-pane-line.ts';
import type { PaneSink } from '../../src/sinks/pane-sink.ts';
import { below, type Random, randomStream, unit } from '../../src/sources/generator/random.ts';
import { runStream } from '../../src/stream/runtime.ts';
import type { StreamMode } from '../../src/stream/stream-options.ts';
import { fastFolder } from './fast-folder.ts';
import { interleave } from './log.ts';
import { createMemoryLog } from './memory-source.ts';
import { arbitraryStream, type ArbitraryStream } from './run-arbitrary.ts';

/** Where a process may end: before and after every step of a transaction and of a delivery. */
const crashPoints = [
  'before admit',
  'after admit',
  'after commit',
  'before close',
  'after close',
  'after window rows',
  'before delivery',
  'after delivery',
] as const;
type CrashPoint = (typeof crashPoints)[number];

/** All that may happen to a process: the end of its log may be torn, too, or it is stopped. */
export const faultNames = [...crashPoints, 'torn', 'stopped'] as const;
type Fault = (typeof faultNames)[number];

class Crash extends Error {
  /** The size of the state's log before the transaction that was being written; NaN: none was. */
  readonly logBytes: number;

  constructor(point: CrashPoint, logBytes: number) {
    super(point);
    this.logBytes = logBytes;
  }
}

/** Of one partition; small logs, so that many faults are tried in little time. */
const maxEvents = 25;

const modes: readonly StreamMode[] = ['follow', 'follow', 'until-end', 'bounded'];

/** From then on nothing strikes any more. */
const mostLives = 12;

/** What a simulated stream went through, and what came out. */
export interface Simulated {
  readonly lives: number;
  readonly crashes: Readonly<Partial<Record<Fault, number>>>;
  /** Rows of every final, by analytic and window; `different` names those that came twice, unequal. */
  readonly finals: ReadonlyMap<string, string>;
  readonly different: readonly string[];
  readonly expected: ReadonlyMap<string, string>;
  /** Revisions that were given out twice with other rows, or after a final. */
  readonly wrongRevisions: readonly string[];
}

/** One of each kind: counts, a ranking with different things, sessions. */
const kinds = [actionCounts, popularArtists, sessionAnalysis];

const keyOf = ({ analytic, start, end }: Pick<PaneLine, 'analytic' | 'start' | 'end'>): string =>
  `${analytic}|${start}|${end}`;

const rowsOf = (json: string): string => json.slice(json.indexOf('"rows":'));

interface Faults {
  readonly crashes: Partial<Record<string, number>>;
  strike(point: CrashPoint, logBytes?: number): void;
}

const createFaults = (random: Random): Faults & { calm(): void } => {
  const crashes: Partial<Record<string, number>> = {};
  const chance = 0.02 + 0.1 * unit(random);
  let isCalm = false;
  return {
    crashes,
    calm() {
      isCalm = true;
    },
    strike(point, logBytes = Number.NaN) {
      if (isCalm || unit(random) >= chance) return;
      crashes[point] = (crashes[point] ?? 0) + 1;
      throw new Crash(point, logBytes);
    },
  };
};

const logOf = (folder: string): string => join(folder, 'state.duckdb.wal');

const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const withFaults = (state: StreamState, faults: Faults, folder: string): StreamState => ({
  ...state,
  async admit(chunks) {
    faults.strike('before admit');
    const admitted = await state.admit(chunks);
    faults.strike('after admit');
    return admitted;
  },
  async commit(record) {
    const logBytes = bytesOf(logOf(folder));
    const last = await state.commit(record);
    faults.strike('after commit', logBytes);
    return last;
  },
  async windowRows(frame, starts, context) {
    const rows = await state.windowRows(frame, starts, context);
    faults.strike('after window rows');
    return rows;
  },
  async provisionalRows(frame, starts, context) {
    const rows = await state.provisionalRows(frame, starts, context);
    expect(rows).toEqual(await state.windowRows(frame, starts, context));
    return rows;
  },
  async close(head, finals) {
    faults.strike('before close');
    const logBytes = bytesOf(logOf(folder));
    const panes = await state.close(head, finals);
    faults.strike('after close', logBytes);
    return panes;
  },
});

/**
 * Copies the state as a killed process leaves it, so before it is closed. A transaction that nobody
 * knows to be written may be there in part.
 */
const killed = (
  folder: string,
  { logBytes }: Crash,
  { crashes }: Faults,
  random: Random,
): string => {
  const copy = fastFolder('simulated');
  cpSync(folder, copy, { recursive: true });
  const size = bytesOf(logOf(copy));
  if (size > logBytes && unit(random) < 0.5) {
    truncateSync(logOf(copy), logBytes + below(random, size - logBytes));
    crashes['torn'] = (crashes['torn'] ?? 0) + 1;
  }
  return copy;
};

const expectedOf = (stream: ArbitraryStream, random: Random): ReadonlyMap<string, string> => {
  const { panes } = runReferenceStream({ ...stream, log: interleave(stream.log, random) });
  return new Map(
    panes.map((pane) => {
      const line = toPaneLine({ ...pane, revision: 1, final: true, watermark: null });
      return [keyOf(line), rowsOf(line.json)];
    }),
  );
};

/**
 * Runs the whole stream over a random log with a random clock, crashes at named points, torn
 * writes, stops, restarts, sinks that fail after they took what they were given. One seed, the
 * same run.
 */
export const simulate = async (seed: number): Promise<Simulated> => {
  const random = randomStream(seed, 'simulator');
  const analytics = kinds.filter(() => unit(random) < 0.4);
  if (analytics.length === 0) analytics.push(popularArtists);
  const [stream] = fc.sample(arbitraryStream(analytics, { maxEvents }), { seed, numRuns: 1 });
  if (stream === undefined) throw new RangeError('no sample');
  const log = createMemoryLog(stream.log, { growing: true });
  const frames = framesOf(stream.queries, stream.context);
  const faults = createFaults(random);
  const finals = new Map<string, string>();
  const different: string[] = [];
  const wrongRevisions: string[] = [];
  const shown = new Map<string, string>();
  let elapsedMs = 0;
  let nowUs = 1_800_000_000_000_000;

  const sink: PaneSink = {
    name: 'memory',
    async deliver(panes) {
      faults.strike('before delivery');
      for (const pane of panes) {
        const key = keyOf(pane);
        const rows = rowsOf(pane.json);
        const revision = `${key}|${pane.revision}`;
        const before = shown.get(revision);
        const isRepeat = before === undefined || (before === rows && pane.final);
        if (!isRepeat || (!pane.final && finals.has(key))) wrongRevisions.push(revision);
        shown.set(revision, rows);
        if (!pane.final) continue;
        if (finals.has(key) && finals.get(key) !== rows) different.push(key);
        finals.set(key, rows);
      }
      faults.strike('after delivery');
    },
    close: async () => undefined,
  };

  const live = async (
    folder: string,
    mode: StreamMode,
    stop: AbortController,
  ): Promise<{ readonly isFinished: boolean; readonly left: string }> => {
    const state = await openStreamState({
      folder,
      groups: textGroups(analytics),
      frames,
      identity: {},
      mapping: undefined,
      keptRows: 50,
      tidying: { segmentRows: 1 + below(random, 40), spareEntries: below(random, 20) },
      threads: 1,
      // A state that is closed writes all it has into its file, or leaves it in its log.
      temporary: unit(random) < 0.5,
      contextFor: () => stream.context,
    });
    const stopsAt = elapsedMs + unit(random) * 8_000;
    try {
      await runStream({
        rules: {
          frames,
          delayUs: stream.watermarkDelayUs,
          idleAfterMs: undefined,
          maxFutureUs: undefined,
          decoder: createDecoder({}),
        },
        order: stream.queries.map(({ analytic }) => analytic.name),
        state: withFaults(state, faults, folder),
        source: log.open(below(random, 2 ** 31)),
        sinks: [sink],
        lateSink: undefined,
        rejectedSink: undefined,
        clock: {
          elapsedMs: () => {
            elapsedMs += unit(random) < 0.01 ? 6_000 : unit(random) * 100;
            if (mode === 'follow' && elapsedMs > stopsAt) stop.abort();
            return elapsedMs;
          },
          nowUs: () => {
            nowUs += Math.floor((unit(random) - 0.3) * 1e9);
            return nowUs;
          },
        },
        contextFor: () => stream.context,
        triggerMs: 500,
        batchBytes: 500 + below(random, 20_000),
        mode,
        start: 'earliest',
        onProgress: () => undefined,
        onNotice: () => undefined,
        signal: stop.signal,
      });
      return { isFinished: mode === 'bounded', left: folder };
    } catch (error) {
      const crash = crashIn(error);
      if (crash === undefined) throw error;
      return { isFinished: false, left: killed(folder, crash, faults, random) };
    } finally {
      await state.dispose();
    }
  };

  let folder = fastFolder('simulated');
  let lives = 0;
  let mode: StreamMode = 'follow';
  try {
    for (;;) {
      lives += 1;
      if (lives > mostLives) faults.calm();
      // Once a bounded run has begun, all others are: it may have finished the state.
      if (mode !== 'bounded') mode = modes[below(random, modes.length)] ?? 'bounded';
      if (lives > mostLives) mode = 'bounded';
      if (mode === 'bounded') log.showAll();
      const stop = new AbortController();
      const { isFinished, left } = await live(folder, mode, stop);
      if (isFinished) break;
      if (left === folder) {
        if (stop.signal.aborted) faults.crashes['stopped'] = (faults.crashes['stopped'] ?? 0) + 1;
      } else {
        rmSync(folder, { recursive: true, force: true });
        folder = left;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const expected = expectedOf(stream, random);
  return { lives, crashes: faults.crashes, finals, different, expected, wrongRevisions };
};

const crashIn = (error: unknown): Crash | undefined => {
  if (error instanceof Crash) return error;
  return error instanceof Error ? crashIn(error.cause) : undefined;
};
