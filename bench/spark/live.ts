import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withBroker } from '../broker.ts';
import type { Section } from '../page.ts';
import { sizeOf } from '../size.ts';
import { say, topicAddress } from '../stream/bench.ts';
import { ensureEvents, hour } from '../stream/data.ts';
import { createLoad } from '../stream/live-load.ts';
import { seconds } from '../stream/numbers.ts';
import { watchPanes } from '../stream/panes.ts';
import { openTopic } from '../stream/topic.ts';
import { startWatched } from '../stream/watched.ts';
import type { SparkBench } from './bench.ts';
import { withServer } from './server.ts';
import { streamOn } from './tonearm.ts';

const rate = 1_000;
const warmUpSeconds = 20;
const goalSeconds = 3;
const goalCore = 0.03;
const giveUpMs = 120_000;

interface Live {
  /** From the start of the process to the first pane on stdout. */
  readonly firstPane: number;
  /** Parts of a core. */
  readonly client: number;
  readonly server: number;
}

const untilSeen = async (seen: () => number): Promise<void> => {
  const giveUpAt = performance.now() + giveUpMs;
  while (seen() === 0) {
    if (performance.now() > giveUpAt) throw new Error('no pane came');
    await wait(10);
  }
};

/** A stream over events of now; the first one warms the server up. */
const measureLive = async (
  bench: SparkBench,
  { bootstrap, path }: { readonly bootstrap: string; readonly path: string },
): Promise<Live> => {
  const { options, folder } = bench;
  return withServer({ folder, heapMb: options.heapMb }, async ({ remote, cpuSeconds }) => {
    const topic = `live-${mkdtempSync(join(folder, 'topic-')).slice(-6)}`;
    const sink = await openTopic({ bootstrap }, topic, 4);
    const load = createLoad(sink, path, rate);
    const once = async (measured: number): Promise<Live> => {
      const state = join(mkdtempSync(join(folder, 'state-')), 'state');
      const beganMs = performance.now();
      const stream = startWatched(
        streamOn(remote, topicAddress({ bootstrap }, topic), ['--state', state]),
      );
      try {
        const { action_counts: panes } = watchPanes(stream.child.stdout, ['action_counts']);
        await untilSeen(() => panes.events());
        const firstPane = (performance.now() - beganMs) / 1_000;
        await load.run(warmUpSeconds);
        const before = [stream.cpuSeconds(), cpuSeconds()] as const;
        await load.run(measured);
        const client = (stream.cpuSeconds() - before[0]) / measured;
        return { firstPane, client, server: (cpuSeconds() - before[1]) / measured };
      } finally {
        await stream.stop();
      }
    };
    try {
      await load.run(1);
      await once(1);
      return await once(options.seconds);
    } finally {
      await sink.close();
    }
  });
};

/** Time to the first pane on a warm server, and what a live stream costs on either side. */
export const measureLiveStream = async (bench: SparkBench): Promise<Section> => {
  const { options } = bench;
  const found: Live[] = [];
  const size = sizeOf('100k');
  const path = await ensureEvents(options.data, { name: 'clean', size, days: hour, clean: true });
  await withBroker(async (bootstrap) => {
    for (let run = 0; run < options.runs; run += 1) {
      const live = await measureLive(bench, { bootstrap, path });
      say(`live: first pane after ${live.firstPane.toFixed(2)} s`);
      found.push(live);
    }
  });
  const worst = (of: (live: Live) => number): number => Math.max(...found.map(of));
  const [firstPane, client] = [worst((live) => live.firstPane), worst((live) => live.client)];
  const percent = (value: number): string => (value * 100).toFixed(1);
  return {
    title: 'a live stream on Spark',
    about:
      `${rate.toLocaleString('en')} events of now a second in 4 partitions; \`tonearm stream --engine ` +
      `spark --json\` started the second time on a server, CPU over ${options.seconds} s after ` +
      `${warmUpSeconds} s.`,
    header: ['run', 'first pane s', '% of a core, client', '% of a core, server'],
    rows: found.map((live, run) => [
      String(run + 1),
      seconds(live.firstPane),
      percent(live.client),
      percent(live.server),
    ]),
    goals: [
      {
        text: `first pane after ${seconds(firstPane)} s of at most ${goalSeconds} s`,
        reached: firstPane <= goalSeconds,
      },
      {
        text: `${percent(client)} % of a core of less than ${percent(goalCore)} % for the client`,
        reached: client < goalCore,
      },
    ],
  };
};
