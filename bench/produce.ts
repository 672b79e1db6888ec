// Records per CPU-second of `tonearm produce`: `npx tsx bench/produce.ts [events] [runs]`. Starts a
// broker of its own; the CPU seconds are those of the producing process, start included.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestBroker } from '../test/kafka/broker.ts';
import { machineLines } from './machine.ts';
import { measureProcess, type Usage } from './process.ts';
import { tonearm } from './tonearm.ts';

const events = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 3);

interface Case {
  readonly name: string;
  /** Least records per CPU-second. */
  readonly goal: number | undefined;
  readonly args: (to: string) => readonly string[];
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

const folder = mkdtempSync(join(tmpdir(), 'tonearm-bench-produce-'));
const broker = await startTestBroker();
if (broker.reason !== undefined) throw new Error(broker.reason);

const input = join(folder, 'events.ndjson');
const count = ['--events', String(events)];
const file = ['--input', input];
const topic = ['--create-topic', '--partitions', '4'];
const kafka = (name: string): string => `kafka://${broker.bootstrap}/${name}`;

const cases: readonly Case[] = [
  { name: 'file → Kafka', goal: 300_000, args: () => [...file, ...topic] },
  {
    name: 'file → Kafka, lz4',
    goal: 300_000,
    args: () => [...file, ...topic, '--compression', 'lz4'],
  },
  { name: 'generated → Kafka', goal: 150_000, args: () => [...count, ...topic] },
  { name: 'file → embedded log', goal: undefined, args: () => file },
  { name: 'generated → embedded log', goal: undefined, args: () => count },
];

const measureOne = async ({ name, args }: Case, run: number): Promise<Usage> => {
  const log = join(folder, 'log');
  const to = name.endsWith('log')
    ? `file:${log}`
    : kafka(`bench-${run}-${name.replaceAll(/\W+/g, '-')}`);
  const usage = await measureProcess(tonearm(['produce', '--to', to, ...args(to), '--quiet']));
  if (existsSync(log)) rmSync(log, { recursive: true });
  return usage;
};

try {
  await measureProcess(tonearm(['generate', '--out', input, ...count, '--quiet']));
  const usages = new Map<string, Usage[]>(cases.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const one of cases) usages.get(one.name)?.push(await measureOne(one, run));
  }
  console.log(machineLines().join('\n'));
  console.log(`${events} events of NDJSON, ${runs} runs, medians\n`);
  for (const { name, goal } of cases) {
    const own = usages.get(name) ?? [];
    const cpu = median(own.map(({ cpuSeconds }) => cpuSeconds));
    const wall = median(own.map(({ wallSeconds }) => wallSeconds));
    const peak = median(own.map(({ peakBytes = NaN }) => peakBytes / 2 ** 20));
    const rate = events / cpu;
    const verdict = goal === undefined ? '' : ` (goal ${goal}${rate >= goal ? '' : ': missed'})`;
    console.log(
      `${name.padEnd(26)} ${Math.round(rate)}/CPU-s${verdict}, ` +
        `CPU ${cpu.toFixed(2)} s, wall ${wall.toFixed(2)} s, peak ${peak.toFixed(0)} MiB, ` +
        `other cores ${median(own.map(({ otherCores = NaN }) => otherCores)).toFixed(1)}`,
    );
  }
} finally {
  await broker.remove();
  rmSync(folder, { recursive: true, force: true });
}
