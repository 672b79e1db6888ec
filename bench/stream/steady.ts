import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { busyCores } from '../process.ts';
import { type Size, sizeOf } from '../size.ts';
import { tonearm } from '../tonearm.ts';
import type { Section } from '../page.ts';
import { newFolder, say, topicAddress, type Bench } from './bench.ts';
import { ensureEvents, hour } from './data.ts';
import { createLoad } from './live-load.ts';
import { megabytes, percentile, seconds } from './numbers.ts';
import { watchPanes, type Sighting } from './panes.ts';
import { statusOf } from './status.ts';
import { openTopic } from './topic.ts';
import { startWatched } from './watched.ts';

const warmUpSeconds = 10;
const patienceMs = 15_000;

interface SteadyGoal {
  readonly rate: number;
  /** Part of one core. */
  readonly core: number;
}

const rates: readonly SteadyGoal[] = [
  { rate: 20_000, core: 0.6 },
  { rate: 100, core: 0.05 },
];
const latencyGoals = { p50: 0.7, p99: 1.5, slow: 5 };

interface Latency {
  /** Seconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Acknowledgements whose events were in no pane. */
  readonly unseen: number;
}

interface Steady extends SteadyGoal {
  /** Events a second that were sent. */
  readonly sentRate: number;
  readonly measuredCore: number;
  readonly peakBytes: number | undefined;
  readonly otherCores: number | undefined;
  readonly quick: Latency;
  readonly slow: Latency;
}

/** From each acknowledgement to the first pane after which at least as many events had been seen. */
const latencyOf = (sent: readonly Sighting[], seen: readonly Sighting[]): Latency => {
  let at = 0;
  const found: number[] = [];
  for (const { events, atMs } of sent) {
    while (at < seen.length && (seen[at]?.events ?? 0) < events) at += 1;
    const sighting = seen[at];
    if (sighting !== undefined) found.push(Math.max(0, sighting.atMs - atMs) / 1_000);
  }
  return {
    p50: percentile(found, 0.5),
    p99: percentile(found, 0.99),
    max: percentile(found, 1),
    unseen: sent.length - found.length,
  };
};

const until = async (holds: () => boolean, withinMs: number): Promise<boolean> => {
  const giveUpAt = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > giveUpAt) return false;
    await wait(10);
  }
  return true;
};

const measureRate = async (bench: Bench, path: string, goal: SteadyGoal): Promise<Steady> => {
  const topic = `steady-${goal.rate}`;
  const state = join(newFolder(bench, topic), 'state');
  const sink = await openTopic(bench, topic, 4);
  const stream = startWatched(
    tonearm([
      ...['stream', '--from', topicAddress(bench, topic), '--state', state, '--json', '--quiet'],
    ]),
  );
  try {
    const { action_counts: quick, overview: slow } = watchPanes(stream.child.stdout, [
      'action_counts',
      'overview',
    ]);
    if (!(await until(() => statusOf(state) !== undefined, 60_000))) {
      throw new Error('the stream does not start');
    }
    const load = createLoad(sink, path, goal.rate);
    await load.run(warmUpSeconds);
    const warm = load.acknowledged.length;
    const busy = busyCores();
    const cpu = stream.cpuSeconds();
    const beganMs = performance.now();
    await load.run(bench.options.seconds);
    const tookSeconds = (performance.now() - beganMs) / 1_000;
    const measuredCore = (stream.cpuSeconds() - cpu) / tookSeconds;
    const allCores = busy();
    const total = load.acknowledged.at(-1)?.events ?? 0;
    await until(() => quick.events() >= total && slow.events() >= total, patienceMs);
    const sent = load.acknowledged.slice(warm);
    return {
      ...goal,
      sentRate: (total - (load.acknowledged[warm - 1]?.events ?? 0)) / tookSeconds,
      measuredCore,
      otherCores: allCores === undefined ? undefined : Math.max(0, allCores - measuredCore),
      peakBytes: stream.memory()?.peakBytes,
      quick: latencyOf(sent, quick.sightings),
      slow: latencyOf(sent, slow.sightings),
    };
  } finally {
    await stream.stop();
    await sink.close();
  }
};

const latencyCells = ({ p50, p99, max }: Latency): readonly string[] =>
  [p50, p99, max].map((value) => seconds(value));

const goalsOf = ({ rate, core, measuredCore, quick, slow }: Steady): Section['goals'] => {
  const at = `${rate.toLocaleString('en')} events/s`;
  const within = (name: string, value: number, goal: number) => ({
    text: `${at}: ${name} ${seconds(value)} s of at most ${goal} s`,
    reached: value <= goal && quick.unseen + slow.unseen === 0,
  });
  return [
    {
      text: `${at}: ${(measuredCore * 100).toFixed(1)} % of a core of less than ${core * 100} %`,
      reached: measuredCore < core,
    },
    within('action_counts p50', quick.p50, latencyGoals.p50),
    within('action_counts p99', quick.p99, latencyGoals.p99),
    within('rankings p99', slow.p99, latencyGoals.slow),
  ];
};

/** So many clean events that none comes twice: as many pairs of user and song as there would be. */
const templatesFor = (seconds: number): Size => {
  const most = Math.max(...rates.map(({ rate }) => rate));
  return sizeOf(`${Math.ceil((most * (warmUpSeconds + seconds)) / 100_000) * 100}k`);
};

/** Time from an acknowledgement to the pane, and what the stream costs, at steady rates. */
export const measureSteady = async (bench: Bench): Promise<Section> => {
  const path = await ensureEvents(bench.options.data, {
    ...{ name: 'clean', size: templatesFor(bench.options.seconds), days: hour, clean: true },
  });
  const found: Steady[] = [];
  for (const goal of rates) {
    const steady = await measureRate(bench, path, goal);
    const { measuredCore, quick } = steady;
    say(`${goal.rate}/s: ${(measuredCore * 100).toFixed(1)} % of a core, p50 ${quick.p50} s`);
    found.push(steady);
  }
  const unseen = found.reduce((sum, { quick, slow }) => sum + quick.unseen + slow.unseen, 0);
  return {
    title: 'steady rates',
    about:
      `events of now sent every 50 ms to 4 partitions for ${bench.options.seconds} s after ` +
      `${warmUpSeconds} s of warm-up; from the acknowledgement of a send until the provisional panes ` +
      'on stdout hold at least as many events as had been sent (action_counts; overview, which is ' +
      'shown together with the rankings). CPU of the stream alone, over the same time.',
    header: [
      'events/s',
      '% of a core',
      'action_counts p50 s',
      'p99 s',
      'max s',
      'rankings p50 s',
      'p99 s',
      'max s',
      'peak',
      'other cores',
    ],
    rows: found.map((one) => [
      Math.round(one.sentRate).toLocaleString('en'),
      (one.measuredCore * 100).toFixed(1),
      ...latencyCells(one.quick),
      ...latencyCells(one.slow),
      megabytes(one.peakBytes),
      one.otherCores === undefined ? '-' : one.otherCores.toFixed(1),
    ]),
    goals: found.flatMap(goalsOf),
    ...(unseen === 0 ? {} : { notes: [`${unseen} acknowledged sends came into no pane in time.`] }),
  };
};
