import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tonearm } from '../tonearm.ts';
import type { Section } from '../page.ts';
import { newFolder, say, topicAddress, type Bench } from './bench.ts';
import { dataText, ensureEvents, hour } from './data.ts';
import { median, megabytes } from './numbers.ts';
import { checkCounts, statusOf } from './status.ts';
import { fillTopic } from './topic.ts';
import { startWatched } from './watched.ts';

const goalBytes = 1e9;
/** Growth of the median from the third to the last quarter of the time that counts as flat. */
const flatShare = 0.05;
const mostMs = 1_000;
/** Short runs have some samples too. */
const fewestSamples = 40;

interface Shape {
  readonly name: string;
  readonly title: string;
  readonly days: number;
}

interface Memory {
  readonly title: string;
  readonly start: number;
  readonly median: number;
  readonly peak: number;
  readonly third: number;
  readonly fourth: number;
  readonly samples: number;
  readonly stateBytes: number;
}

/** All windows of one hour stay open to the end; spread over hours, they close on the way. */
const shapesOf = (events: number): readonly Shape[] => {
  const hours = Math.max(2, Math.round(events / 1_000_000));
  return [
    { name: 'hours', title: `over ${hours} hours`, days: hours / 24 },
    { name: 'hour', title: 'within one hour', days: hour },
  ];
};

const quarter = (samples: readonly number[], number: number): number =>
  median(
    samples.slice(
      Math.floor((samples.length * (number - 1)) / 4),
      Math.floor((samples.length * number) / 4),
    ),
  );

const measureShape = async (bench: Bench, { name, title, days }: Shape): Promise<Memory> => {
  const size = bench.options.memoryEvents;
  const path = await ensureEvents(bench.options.data, { name, days, size });
  const topic = `memory-${name}`;
  await fillTopic(bench, path, { topic, partitions: 4, route: 'usual' });
  const state = join(newFolder(bench, topic), 'state');
  const stream = startWatched(
    tonearm([
      ...['stream', '--from', topicAddress(bench, topic), '--state', state, '--bounded'],
      ...['--json', '--max-future', 'off', '--quiet'],
    ]),
  );
  stream.child.stdout.resume();
  const samples: number[] = [];
  let peak = 0;
  const periodMs = Math.min(mostMs, size.events / 200 / fewestSamples);
  while (stream.isRunning()) {
    const memory = stream.memory();
    // Node alone is no news.
    if (memory !== undefined && statusOf(state) !== undefined) {
      samples.push(memory.residentBytes);
      peak = Math.max(peak, memory.peakBytes);
    }
    await wait(periodMs);
  }
  const code = await stream.ended;
  if (code !== 0) throw new Error(`the stream ended with ${code}`);
  const { stateOperators } = checkCounts(statusOf(state), size.events);
  say(`${title}: peak ${megabytes(peak)}`);
  return {
    title,
    start: samples[0] ?? Number.NaN,
    median: median(samples),
    peak,
    third: quarter(samples, 3),
    fourth: quarter(samples, 4),
    samples: samples.length,
    stateBytes: stateOperators.stateBytes,
  };
};

/** Resident memory while a long topic is drained. */
export const measureMemory = async (bench: Bench): Promise<Section> => {
  const { name, events } = bench.options.memoryEvents;
  const found: Memory[] = [];
  for (const shape of shapesOf(events)) found.push(await measureShape(bench, shape));
  return {
    title: `memory while draining ${name} events`,
    about:
      `${dataText}; \`tonearm stream --bounded --json\` from 4 partitions, resident memory once a ` +
      'second (more often in short runs) from the first batch on. Within one hour every window stays ' +
      'open to the end.',
    header: [
      'events',
      'start',
      'median',
      'third quarter',
      'last quarter',
      'peak',
      'samples',
      'state',
    ],
    rows: found.map((one) => [
      one.title,
      ...[one.start, one.median, one.third, one.fourth, one.peak].map(megabytes),
      String(one.samples),
      megabytes(one.stateBytes),
    ]),
    goals: found.flatMap(({ title, peak, third, fourth }) => [
      { text: `${title}: peak ${megabytes(peak)} of less than 1 GB`, reached: peak < goalBytes },
      {
        text:
          `${title}: flat, from ${megabytes(third)} in the third quarter of the time to ` +
          `${megabytes(fourth)} in the last (medians, at most ${flatShare * 100} % more)`,
        reached: fourth <= third * (1 + flatShare),
      },
    ]),
  };
};
