import { join } from 'node:path';
import { ensureInput, warm, type Format } from '../data.ts';
import type { Section } from '../page.ts';
import type { Size } from '../size.ts';
import { medianOf, say } from '../stream/bench.ts';
import { megabytes, seconds } from '../stream/numbers.ts';
import { collectRuns, type SparkBench } from './bench.ts';
import { withServer, type ServerUsage } from './server.ts';
import { batchOn } from './tonearm.ts';

const format: Format = 'parquet';
const coresTried = [1, 2];

/** The second run on a new server: compiled, nothing of the data kept. */
const measureWarm = (bench: SparkBench, path: string, cores: number): Promise<ServerUsage> =>
  withServer({ folder: bench.folder, cores, heapMb: bench.options.heapMb }, async (server, run) => {
    const command = batchOn(server.remote, path, join(bench.folder, `scaling-${cores}`));
    await run(command);
    return run(command);
  });

/** The report with one task at a time against two, and of more events. */
export const measureScaling = async (bench: SparkBench): Promise<Section> => {
  const { options } = bench;
  const found = collectRuns<ServerUsage>();
  const rowOf = (size: Size, cores: number): string => `${size.name}, local[${cores}]`;
  for (const size of options.sizes) {
    const path = await ensureInput(options.data, size, format);
    await warm(path);
    for (let run = 0; run < options.runs; run += 1) {
      for (const cores of coresTried) {
        const usage = await measureWarm(bench, path, cores);
        found.add(rowOf(size, cores), usage);
        say(`${rowOf(size, cores)}: ${usage.wallSeconds.toFixed(2)} s`);
      }
    }
  }
  const wallOf = (size: Size, cores: number): number =>
    medianOf(found.of(rowOf(size, cores)), ({ wallSeconds }) => wallSeconds) ?? Number.NaN;
  const [smallest] = options.sizes;
  const largest = options.sizes.at(-1);
  const growth =
    smallest === undefined || largest === undefined || smallest === largest
      ? []
      : coresTried.map(
          (cores) =>
            `- ${largest.name} takes ${(wallOf(largest, cores) / wallOf(smallest, cores)).toFixed(1)} ` +
            `times as long as ${smallest.name} on local[${cores}]`,
        );
  return {
    title: 'cores and events',
    about:
      `\`tonearm batch --engine spark\` from ${format}, the second run on a new server (heap ` +
      `${options.heapMb} MB, 4 shuffle partitions). Garbage collection and compilation take the other ` +
      'core where tasks take one.',
    header: ['', 'wall s', 'events/s', 'CPU s server', 'CPU s client', 'peak', 'runs'],
    rows: options.sizes.flatMap((size) =>
      coresTried.map((cores) => {
        const runs = found.of(rowOf(size, cores));
        return [
          rowOf(size, cores),
          seconds(wallOf(size, cores)),
          Math.round(size.events / wallOf(size, cores)).toLocaleString('en'),
          seconds(medianOf(runs, ({ serverCpuSeconds }) => serverCpuSeconds)),
          seconds(medianOf(runs, ({ cpuSeconds }) => cpuSeconds)),
          megabytes(medianOf(runs, ({ serverPeakBytes }) => serverPeakBytes)),
          String(runs.length),
        ];
      }),
    ),
    goals: [],
    notes: [
      [
        ...options.sizes.map(
          (size) =>
            `- ${size.name}: two tasks at a time are ${(wallOf(size, 1) / wallOf(size, 2)).toFixed(2)} ` +
            'times as fast as one',
        ),
        ...growth,
      ].join('\n'),
    ],
  };
};
