import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareResults } from '../compare.ts';
import { ensureInput, warm, type Format } from '../data.ts';
import type { Section } from '../page.ts';
import { peerTitles } from '../peers.ts';
import { measureProcess, type Command } from '../process.ts';
import type { Size } from '../size.ts';
import { medianOf, say } from '../stream/bench.ts';
import { megabytes, seconds } from '../stream/numbers.ts';
import { tonearm } from '../tonearm.ts';
import { collectRuns, type Runs, type SparkBench } from './bench.ts';
import { reportOverConnect, reportProgram } from './peers.ts';
import { withServer, type ServerUsage } from './server.ts';
import { batchOn } from './tonearm.ts';

const goalRatio = 0.6;

/** One process; where there is a server, its start apart. */
interface BatchUsage extends Pick<ServerUsage, 'wallSeconds' | 'cpuSeconds' | 'otherCores'> {
  readonly serverCpuSeconds: number | undefined;
  readonly peakBytes: number | undefined;
}

type Found = Runs<BatchUsage>;

const rowsOf = (name: string) => ({
  started: `${name}, first run, start of the server included`,
  first: `${name}, first run on a new server`,
  warm: `${name}, second run`,
});

const own = rowsOf('**Tonearm**');
const connect = rowsOf('PySpark by Connect');

const tell = (row: string, { wallSeconds, cpuSeconds, serverCpuSeconds = 0 }: BatchUsage): void =>
  say(`${row}: ${wallSeconds.toFixed(2)} s, CPU ${(cpuSeconds + serverCpuSeconds).toFixed(2)} s`);

/** Twice on a new server: as after its start, and as on one that has worked. */
const measureTwice = async (
  { options, folder }: SparkBench,
  rows: typeof own,
  found: Found,
  command: (remote: string) => Command,
): Promise<void> => {
  const keep = (row: string, usage: ServerUsage): void => {
    const kept = { ...usage, peakBytes: usage.serverPeakBytes };
    found.add(row, kept);
    tell(row, kept);
  };
  await withServer({ folder, heapMb: options.heapMb }, async ({ remote, start }, run) => {
    const first = await run(command(remote));
    keep(rows.started, {
      ...first,
      wallSeconds: first.wallSeconds + start.wallSeconds,
      serverCpuSeconds: first.serverCpuSeconds + start.cpuSeconds,
    });
    keep(rows.first, first);
    keep(rows.warm, await run(command(remote)));
  });
};

const program = peerTitles.pyspark;

const measureProgram = async (found: Found, command: Command): Promise<void> => {
  const usage = { ...(await measureProcess(command)), serverCpuSeconds: undefined };
  found.add(program, usage);
  tell(program, usage);
};

const rowOf = (title: string, runs: readonly BatchUsage[]): readonly string[] => [
  title,
  seconds(medianOf(runs, ({ wallSeconds }) => wallSeconds)),
  seconds(medianOf(runs, ({ serverCpuSeconds }) => serverCpuSeconds)),
  seconds(medianOf(runs, ({ cpuSeconds }) => cpuSeconds)),
  megabytes(medianOf(runs, ({ peakBytes }) => peakBytes)),
  String(runs.length),
  Math.max(...runs.map(({ otherCores = 0 }) => otherCores)).toFixed(1),
];

const wallOf = (found: Found, row: string): number =>
  medianOf(found.of(row), ({ wallSeconds }) => wallSeconds) ?? Number.NaN;

const goalsOf = (found: Found, input: string): Section['goals'] => {
  const ratio = (text: string, row: string, peer: string): Section['goals'] => {
    if (found.of(peer).length === 0) return [];
    const value = wallOf(found, row) / wallOf(found, peer);
    return [
      {
        text: `${input}: ${value.toFixed(3)} of ${text} of at most ${goalRatio}`,
        reached: value <= goalRatio,
      },
    ];
  };
  return [
    ...ratio("PySpark's wall time, both with all starts", own.started, program),
    ...ratio("PySpark's wall time, both on a warm server", own.warm, connect.warm),
  ];
};

/** Whether the CSV files of two folders are the same bytes, in words. */
const sameBytes = (left: string, right: string): string => {
  const names = readdirSync(left).filter((name) => name.endsWith('.csv'));
  const other = names.filter(
    (name) => !readFileSync(join(left, name)).equals(readFileSync(join(right, name))),
  );
  return other.length === 0
    ? `all ${names.length} CSV files the same bytes as those of \`--engine duckdb\``
    : `CSV files other than those of \`--engine duckdb\`: ${other.join(', ')}`;
};

interface Measured {
  readonly input: string;
  readonly found: Found;
  readonly checks: readonly string[];
}

const measureInput = async (bench: SparkBench, size: Size, format: Format): Promise<Measured> => {
  const { options, folder } = bench;
  const input = `${size.name} ${format}`;
  const out = (name: string): string => join(folder, `${name}-${size.name}-${format}`);
  const [byDuckdb, bySpark] = [out('duckdb'), out('spark')];
  const [byProgram, byConnect] = [out('pyspark'), out('connect')];
  const path = await ensureInput(options.data, size, format);
  const found = collectRuns<BatchUsage>();
  await warm(path);
  await measureProcess(tonearm(['batch', path, '--out', byDuckdb, '--quiet']));
  for (let run = 0; run < options.runs; run += 1) {
    await measureTwice(bench, own, found, (remote) => batchOn(remote, path, bySpark));
    if (!options.peers) continue;
    await measureTwice(bench, connect, found, (remote) =>
      reportOverConnect(options, remote, path, byConnect),
    );
    await measureProgram(found, reportProgram(options, path, byProgram));
  }
  const peer = (name: string, results: string): string =>
    `${name}: ${compareResults(byDuckdb, results, format).text}`;
  const peers = options.peers
    ? [peer(program, byProgram), peer('PySpark by Connect', byConnect)]
    : [];
  return {
    input,
    found,
    checks: [`Tonearm: ${sameBytes(byDuckdb, bySpark)}`, ...peers].map(
      (text) => `- ${input}, ${text}`,
    ),
  };
};

/** Time and CPU seconds of the report on Spark, beside PySpark's. */
export const measureBatch = async (bench: SparkBench): Promise<Section> => {
  const { options } = bench;
  const measured: Measured[] = [];
  for (const size of options.sizes) {
    for (const format of options.formats) measured.push(await measureInput(bench, size, format));
  }
  return {
    title: 'the report on Spark',
    about:
      `\`tonearm batch --engine spark\` on a new server each time (\`npm run spark\`: local[2], heap ` +
      `${options.heapMb} MB, 4 shuffle partitions), inputs in the page cache. PySpark is ` +
      '`bench/peers/pyspark/report.py`, as a program of its own (spark-submit, same Spark, same heap; ' +
      'all of it under "client") and over Connect on such a server.',
    header: ['', 'wall s', 'CPU s server', 'CPU s client', 'peak', 'runs', 'other cores'],
    rows: measured.flatMap(({ input, found }) =>
      found.rows().map((row) => rowOf(`${input}: ${row}`, found.of(row))),
    ),
    goals: measured.flatMap(({ input, found }) => goalsOf(found, input)),
    notes: ['Results:', measured.flatMap(({ checks }) => checks).join('\n')],
  };
};
