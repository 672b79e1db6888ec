import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../../src/stream/progress.ts';
import { measureProcess, type Usage } from '../process.ts';
import { tonearm } from '../tonearm.ts';
import type { Section } from '../page.ts';
import { medianOf, newFolder, say, topicAddress, type Bench } from './bench.ts';
import { dataText, ensureEvents, hour, type Events } from './data.ts';
import { median, megabytes, seconds, thousands } from './numbers.ts';
import { drainByPeer, installStreamPeers, peerTitles, streamPeers } from './peers.ts';
import { checkCounts, rejectedOf, statusOf } from './status.ts';
import { fillTopic, type TopicShape } from './topic.ts';

const goals = [150_000, 250_000, 350_000];

interface Case extends TopicShape {
  readonly title: string;
  readonly input: Pick<Events, 'name' | 'days'>;
  /** Peers drain the same topic. */
  readonly compared?: boolean;
}

const anHour = { name: 'hour', days: hour };

const cases: readonly Case[] = [
  {
    title: '4 partitions, an hour',
    topic: 'drain-usual',
    partitions: 4,
    route: 'usual',
    input: anHour,
    compared: true,
  },
  {
    title: '10 partitions, half in one',
    topic: 'drain-skewed',
    partitions: 10,
    route: 'skewed',
    input: anHour,
  },
  {
    title: '4 partitions, each an hour behind the next',
    topic: 'drain-lagging',
    partitions: 4,
    route: 'lagging',
    input: anHour,
  },
  {
    title: '4 partitions, a week',
    topic: 'drain-week',
    partitions: 4,
    route: 'usual',
    input: { name: 'week', days: 7 },
  },
];

/** One drain from the first record to the last final, into a new state. */
export const drainOnce = async (
  bench: Bench,
  topic: string,
  records: number,
): Promise<{ readonly usage: Usage; readonly progress: Progress }> => {
  const folder = newFolder(bench, 'drain');
  const state = join(folder, 'state');
  const usage = await measureProcess(
    tonearm([
      ...['stream', '--from', topicAddress(bench, topic), '--state', state, '--bounded'],
      ...['--json', '--max-future', 'off', '--quiet'],
    ]),
  );
  const progress = checkCounts(statusOf(state), records);
  rmSync(folder, { recursive: true });
  return { usage, progress };
};

const rowOf = (title: string, usages: readonly Usage[], events: number): readonly string[] => {
  const cpu = median(usages.map(({ cpuSeconds }) => cpuSeconds));
  const others = usages.map(({ otherCores }) => otherCores ?? 0);
  return [
    title,
    thousands(events / cpu),
    seconds(cpu),
    seconds(median(usages.map(({ wallSeconds }) => wallSeconds))),
    megabytes(medianOf(usages, ({ peakBytes }) => peakBytes)),
    String(usages.length),
    Math.max(...others).toFixed(1),
  ];
};

const largestShare = ({ sources }: Progress): number => {
  const counts = Object.values(sources.endOffset);
  return Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0);
};

const countsNote = (title: string, progress: Progress): string => {
  const { accepted, duplicates, late } = progress.totals;
  const share = Math.round(largestShare(progress) * 100);
  return (
    `- ${title}: ${accepted} accepted, ${duplicates} duplicates, ${rejectedOf(progress)} rejected, ` +
    `${late} late; ${share} % in the largest partition`
  );
};

/** CPU seconds from the first record to the last final, beside the naive loops of others. */
export const measureDrain = async (bench: Bench): Promise<Section> => {
  const { options, bootstrap } = bench;
  const { events, name } = options.events;
  if (options.peers) installStreamPeers(options.work);
  const usages = new Map<string, Usage[]>();
  const notes = new Map<string, string>();
  const keep = (title: string, usage: Usage): void => {
    usages.set(title, [...(usages.get(title) ?? []), usage]);
    say(`${title}: ${Math.round(events / usage.cpuSeconds)} events/CPU-s`);
  };
  for (const one of cases) {
    const path = await ensureEvents(options.data, { ...one.input, size: options.events });
    await fillTopic(bench, path, one);
    if (options.peers && one.compared === true) {
      // The first group of a broker waits until the topic of the groups' offsets is made.
      await measureProcess(drainByPeer('platformatic', bootstrap, one.topic, events, options.work));
    }
    for (let run = 0; run < options.runs; run += 1) {
      const { usage, progress } = await drainOnce(bench, one.topic, events);
      keep(one.title, usage);
      notes.set(one.title, countsNote(one.title, progress));
      if (!options.peers || one.compared !== true) continue;
      for (const peer of streamPeers) {
        keep(
          peerTitles[peer],
          await measureProcess(drainByPeer(peer, bootstrap, one.topic, events, options.work)),
        );
      }
    }
  }
  const own = (title: string): number =>
    events / median((usages.get(title) ?? []).map(({ cpuSeconds }) => cpuSeconds));
  return {
    title: `draining ${name} events`,
    about:
      `${dataText}; \`tonearm stream --bounded --json --max-future off\` to /dev/null from the ` +
      'start of the process to its end, all finals included. Peers: five plain counts per 5 minutes, ' +
      'nothing durable.',
    header: ['', 'events/CPU s', 'CPU s', 'wall s', 'peak', 'runs', 'other cores'],
    rows: [...usages].map(([title, list]) => rowOf(title, list, events)),
    goals: cases.flatMap(({ title }) =>
      goals.map((goal) => ({
        text: `${title}: ${thousands(own(title))} of ${thousands(goal)} events per CPU second`,
        reached: own(title) >= goal,
      })),
    ),
    notes: ['What was read:', [...notes.values()].join('\n')],
  };
};
