import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBroker } from '../broker.ts';
import type { Section } from '../page.ts';
import { measureProcess } from '../process.ts';
import { medianOf, say, topicAddress } from '../stream/bench.ts';
import { dataText, ensureEvents, hour } from '../stream/data.ts';
import { seconds, thousands } from '../stream/numbers.ts';
import { fillTopic, openTopic } from '../stream/topic.ts';
import { collectRuns, type Runs, type SparkBench } from './bench.ts';
import { streamProgram } from './peers.ts';
import { withServer } from './server.ts';
import { streamOn } from './tonearm.ts';

const goalRate = 50_000;
const partitions = 4;
const topic = 'drain';

/** One drain of the topic. */
interface Drain {
  readonly wallSeconds: number;
  /** Of the JVM alone, its start left out. */
  readonly jvmSeconds: number;
  readonly clientSeconds: number | undefined;
}

type Found = Runs<Drain>;

const own = { first: '**Tonearm**, first on a new server', warm: '**Tonearm**, again' };

const peers = [
  { duplicates: 'keep', title: 'PySpark, five queries' },
  { duplicates: 'drop', title: 'PySpark, five queries, duplicates taken out' },
] as const;

/** As `bench/peers/pyspark/stream.py` writes it. */
interface PeerRun {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** By query. */
  readonly inputRows: Readonly<Record<string, number>>;
  readonly outputRows: Readonly<Record<string, number>>;
}

const measureOwn = async (bench: SparkBench, bootstrap: string, found: Found): Promise<void> => {
  const { options, folder } = bench;
  await withServer({ folder, heapMb: options.heapMb }, async ({ remote }, run) => {
    for (const row of [own.first, own.warm]) {
      const state = join(mkdtempSync(join(folder, 'state-')), 'state');
      const usage = await run(
        streamOn(remote, topicAddress({ bootstrap }, topic), [
          ...['--state', state, '--until-end', '--max-future', 'off'],
        ]),
      );
      const { wallSeconds, serverCpuSeconds: jvmSeconds, cpuSeconds: clientSeconds } = usage;
      found.add(row, { wallSeconds, jvmSeconds, clientSeconds });
      say(`${row}: ${Math.round(options.streamEvents.events / jvmSeconds)} events/CPU-s`);
    }
  });
};

const measurePeer = async (
  { options, folder }: SparkBench,
  bootstrap: string,
  { duplicates, title }: (typeof peers)[number],
  found: Found,
): Promise<void> => {
  const { events } = options.streamEvents;
  const own = mkdtempSync(join(folder, 'pyspark-'));
  const results = `results-${own.slice(-6)}`;
  await (await openTopic({ bootstrap }, results, partitions)).close();
  const program = [bootstrap, topic, results, own, '2', duplicates];
  await measureProcess(await streamProgram(options, program));
  const runs = JSON.parse(readFileSync(join(own, 'runs.json'), 'utf8')) as readonly PeerRun[];
  for (const [number, run] of runs.entries()) {
    const { wallSeconds, cpuSeconds: jvmSeconds, inputRows, outputRows } = run;
    const complete = (rows: PeerRun['inputRows'], least: number): boolean =>
      Object.values(rows).every((count) => count >= least);
    if (!complete(inputRows, events) || !complete(outputRows, 1)) {
      throw new Error(`PySpark lacks records: ${JSON.stringify(run)}`);
    }
    const row = `${title}, ${number === 0 ? 'first in a new JVM' : 'again'}`;
    found.add(row, { wallSeconds, jvmSeconds, clientSeconds: undefined });
    say(`${row}: ${Math.round(events / jvmSeconds)} events/CPU-s`);
  }
};

/** CPU seconds of the JVM from the first record to the last final, beside PySpark's usual program. */
export const measureDrain = async (bench: SparkBench): Promise<Section> => {
  const { options } = bench;
  const size = options.streamEvents;
  const found = collectRuns<Drain>();
  const path = await ensureEvents(options.data, { name: 'hour', days: hour, size });
  await withBroker(async (bootstrap) => {
    await fillTopic({ bootstrap }, path, { topic, partitions, route: 'usual' });
    for (let run = 0; run < options.runs; run += 1) {
      await measureOwn(bench, bootstrap, found);
      if (!options.peers) continue;
      for (const peer of peers) await measurePeer(bench, bootstrap, peer, found);
    }
  });
  const jvmOf = (row: string): number =>
    medianOf(found.of(row), ({ jvmSeconds }) => jvmSeconds) ?? Number.NaN;
  return {
    title: `draining ${size.name} events on Spark`,
    about:
      `${dataText}, of an hour in ${partitions} partitions; \`tonearm stream --engine spark --until-end\` ` +
      `on a new server (local[2], heap ${options.heapMb} MB, 4 shuffle partitions), all analytics. ` +
      'PySpark is `bench/peers/pyspark/stream.py`: five aggregates per 5 minutes, one query each, ' +
      'append mode, with available-now, twice in one JVM.',
    header: ['', 'events/CPU s of the JVM', 'CPU s JVM', 'CPU s client', 'wall s', 'runs'],
    rows: found.rows().map((row) => {
      const runs = found.of(row);
      return [
        row,
        thousands(size.events / jvmOf(row)),
        seconds(jvmOf(row)),
        seconds(medianOf(runs, ({ clientSeconds }) => clientSeconds)),
        seconds(medianOf(runs, ({ wallSeconds }) => wallSeconds)),
        String(runs.length),
      ];
    }),
    goals: [own.warm, own.first].map((row) => ({
      text:
        `${row.replaceAll('*', '')}: ${thousands(size.events / jvmOf(row))} events per CPU second ` +
        `of the JVM of at least ${thousands(goalRate)}`,
      reached: size.events / jvmOf(row) >= goalRate,
    })),
  };
};
