import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Progress } from '../../src/stream/progress.ts';
import { measureProcess } from '../process.ts';
import { tonearm } from '../tonearm.ts';
import type { Section } from '../page.ts';
import { newFolder, say, topicAddress, type Bench } from './bench.ts';
import { dataText, ensureEvents, hour } from './data.ts';
import { linesOf, setId, wholeLines } from './lines.ts';
import { median, megabytes, seconds } from './numbers.ts';
import { checkCounts, statusOf } from './status.ts';
import { fillTopic, openTopic } from './topic.ts';
import { startWatched } from './watched.ts';

const topic = 'restart';
const goalSeconds = 2;
const giveUpMs = 120_000;

interface Restart {
  /** From the start of the process until the commit of the first batch with a record. */
  readonly committed: number;
  /** Until what it changed was shown. */
  readonly shown: number;
  readonly stateBytes: number;
  readonly peakBytes: number | undefined;
}

const streamArgs = (bench: Bench, state: string): readonly string[] => [
  ...['stream', '--from', topicAddress(bench, topic), '--state', state, '--json', '--quiet'],
  ...['--max-future', 'off', '--watermark-delay', '6h'],
];

/** One whole event with an id of its own, behind what is in the topic. */
const sendOne = async (bench: Bench, path: string, number: number): Promise<void> => {
  const sink = await openTopic(bench, topic, 4);
  try {
    for await (const bytes of wholeLines(path)) {
      const line = [...linesOf(bytes)].find(({ time }) => time >= 0);
      if (line === undefined) throw new Error(`${path} has no whole line`);
      setId(bytes, line, 0xffffff00 + number);
      sink.addSlice(bytes, line.userFrom, line.userTo, line.from, line.to);
      await sink.flush();
      return;
    }
  } finally {
    await sink.close();
  }
};

const firstBatch = async (state: string): Promise<Progress> => {
  const giveUpAt = performance.now() + giveUpMs;
  for (;;) {
    const progress = statusOf(state);
    if (progress !== undefined && progress.numInputRows > 0) return progress;
    if (performance.now() > giveUpAt) throw new Error('no batch after the restart');
    await wait(5);
  }
};

const restart = async (bench: Bench, state: string): Promise<Restart> => {
  // What the run before said of itself; the state does not need it.
  rmSync(join(state, 'status.json'));
  const beganMs = Date.now();
  const stream = startWatched(tonearm(streamArgs(bench, state)));
  stream.child.stdout.resume();
  try {
    const { timestamp, durationMs, stateOperators } = await firstBatch(state);
    const shown = Date.parse(timestamp) - beganMs;
    return {
      committed: (shown - durationMs.emit - durationMs.closeWindows) / 1_000,
      shown: shown / 1_000,
      stateBytes: stateOperators.stateBytes,
      peakBytes: stream.memory()?.peakBytes,
    };
  } finally {
    await stream.stop();
  }
};

/** Time to the first commit on a state that holds many open ids. */
export const measureRestart = async (bench: Bench): Promise<Section> => {
  const { options } = bench;
  const { name, events } = options.events;
  const path = await ensureEvents(options.data, {
    ...{ name: 'hour', days: hour, size: options.events },
  });
  await fillTopic(bench, path, { topic, partitions: 4, route: 'usual' });
  const state = join(newFolder(bench, 'restart'), 'state');
  await measureProcess(tonearm([...streamArgs(bench, state), '--until-end']));
  const { totals } = checkCounts(statusOf(state), events);
  const restarts: Restart[] = [];
  for (let run = 0; run < options.runs; run += 1) {
    await sendOne(bench, path, run);
    const one = await restart(bench, state);
    say(`restart: first commit after ${one.committed} s`);
    restarts.push(one);
  }
  const committed = median(restarts.map((one) => one.committed));
  return {
    title: `restart with ${totals.accepted.toLocaleString('en')} open ids`,
    about:
      `${name} events (${dataText}) of an hour drained with \`--until-end --watermark-delay 6h\`, so ` +
      'that every window is open; then the same stream started again, with one new record in the topic.',
    header: ['run', 'first commit s', 'shown s', 'state', 'peak'],
    rows: restarts.map((one, index) => [
      String(index + 1),
      seconds(one.committed),
      seconds(one.shown),
      megabytes(one.stateBytes),
      megabytes(one.peakBytes),
    ]),
    goals: [
      {
        text: `first commit after ${seconds(committed)} s of at most ${goalSeconds} s (median)`,
        reached: committed <= goalSeconds,
      },
    ],
  };
};
