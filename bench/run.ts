// Measures Tonearm, and on request other tools at the same report, as whole processes.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareResults, type Verdict } from './compare.ts';
import { bytesOf, ensureInput, generateArgs, warm } from './data.ts';
import { type Contender, type Group, jobOf } from './group.ts';
import { machineLines } from './machine.ts';
import { type Measurements, openMeasurements } from './measurements.ts';
import { type BenchOptions, parseOptions, usage } from './options.ts';
import { installPeers, peerBuild, peerCommand, requirementsOf } from './peers.ts';
import { keptSections } from './page.ts';
import { planOf } from './plan.ts';
import { type Command, hasGnuTime, measureProcess } from './process.ts';
import { renderResults } from './results.ts';
import { sizeOf } from './size.ts';
import { summarise } from './summary.ts';
import { tonearm, tonearmBuild } from './tonearm.ts';

const resultsFile = fileURLToPath(new URL('RESULTS.md', import.meta.url));

const outputOf = (options: BenchOptions, job: string): string =>
  join(options.work, 'out', job.replaceAll(' ', '-'));

/** A process to measure, with the input it reads. */
const commandOf = async (
  group: Group,
  contender: Contender,
  options: BenchOptions,
): Promise<{ readonly command: Command; readonly input?: string }> => {
  const out = outputOf(options, jobOf(group, contender));
  switch (group.kind) {
    case 'help':
      return { command: tonearm(['--help']) };
    case 'generate':
      return { command: tonearm(generateArgs(group.size, `${out}.${group.format}`)) };
    case 'small': {
      const input = await ensureInput(join(options.work, 'data'), sizeOf('1k'), 'ndjson');
      return { command: tonearm(['batch', input, '--out', out, '--quiet']), input };
    }
    case 'batch': {
      const input = await ensureInput(options.data, group.size, group.format);
      return {
        input,
        command:
          contender === 'tonearm'
            ? tonearm(['batch', input, '--out', out, '--quiet'])
            : peerCommand(contender, input, out, options.work),
      };
    }
  }
};

/** Measures the contenders of a group in turn, so that what disturbs one disturbs all. */
const measureGroup = async (
  group: Group,
  options: BenchOptions,
  measurements: Measurements,
  buildOf: (contender: Contender) => string,
): Promise<void> => {
  const contenders: readonly Contender[] = group.kind === 'batch' ? group.contenders : ['tonearm'];
  let warmed = false;
  for (let run = 1; run <= group.runs; run += 1) {
    for (const contender of contenders) {
      const job = jobOf(group, contender);
      const build = buildOf(contender);
      if (measurements.of(job, build).length >= run) continue;
      const { command, input } = await commandOf(group, contender, options);
      if (input !== undefined && !warmed) await warm(input);
      warmed = true;
      const measured = await measureProcess(command);
      if (group.kind === 'generate') rmSync(`${outputOf(options, job)}.${group.format}`);
      measurements.add({ job, build, at: new Date().toISOString(), ...measured });
      const { wallSeconds, cpuSeconds, load } = measured;
      process.stderr.write(
        `${job}, run ${run} of ${group.runs}: ${wallSeconds.toFixed(2)} s, ` +
          `CPU ${cpuSeconds.toFixed(2)} s, load ${load.toFixed(1)}\n`,
      );
    }
  }
};

const verdictsOf = (groups: readonly Group[], options: BenchOptions): Map<string, Verdict> => {
  const verdicts = new Map<string, Verdict>();
  for (const group of groups) {
    if (group.kind !== 'batch') continue;
    const own = outputOf(options, jobOf(group, 'tonearm'));
    for (const contender of group.contenders) {
      if (contender === 'tonearm') continue;
      const job = jobOf(group, contender);
      verdicts.set(job, compareResults(own, outputOf(options, job), group.format));
    }
  }
  return verdicts;
};

const headOf = async (
  groups: readonly Group[],
  options: BenchOptions,
  args: readonly string[],
): Promise<readonly string[]> => {
  const batches = groups.filter((group) => group.kind === 'batch');
  const inputs = await Promise.all(
    batches.map(async ({ size, format }) => {
      const bytes = bytesOf(await ensureInput(options.data, size, format));
      return `${size.name} ${format} ${(bytes / 1e6).toFixed(0)} MB`;
    }),
  );
  return [
    `Written by \`npm run bench -- ${args.join(' ')}\` on ${new Date().toISOString().slice(0, 16)}Z.`,
    '',
    ...machineLines().map((text) => `- ${text}`),
    ...(options.peers.length === 0
      ? []
      : [`- Peers: ${options.peers.flatMap(requirementsOf).join(', ')}`]),
    ...(inputs.length === 0
      ? []
      : [
          `- Inputs (\`tonearm generate --malformed 0.0005\`, 1 % duplicates): ${inputs.join(', ')}`,
        ]),
    '',
    'Figures are medians over whole processes, start included, with the inputs in the page cache. ' +
      '`load` is the largest one-minute load average before a run (which earlier runs raise), ' +
      '`other cores` the most that other processes kept busy during one: well above 0.1, wall times ' +
      'say little, and CPU seconds are somewhat high.',
    '',
    'Each peer makes the same 13 tables of the same file, with exact distinct counts, duplicates taken ' +
      'out and 30-minute sessions (`bench/peers`), and writes them as CSV. Tonearm also accounts for ' +
      'every rejected line and writes Parquet, JSON and an HTML report.',
    ...(hasGnuTime() ? [] : ['', 'GNU time is not installed: memory was not measured.']),
  ];
};

const main = async (args: readonly string[]): Promise<void> => {
  const options = parseOptions(args);
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  mkdirSync(join(options.work, 'out'), { recursive: true });
  if (options.peers.length > 0) installPeers(options.peers, options.work);
  const groups = planOf(options);
  const measurements = openMeasurements(join(options.work, 'measurements.ndjson'), options.resume);
  const own = tonearmBuild();
  const buildOf = (contender: Contender): string =>
    contender === 'tonearm' ? own : peerBuild(contender);
  for (const group of groups) await measureGroup(group, options, measurements, buildOf);
  const verdicts = verdictsOf(groups, options);
  const page = renderResults({
    groups,
    verdicts,
    head: await headOf(groups, options, args),
    summary: (group, contender) =>
      summarise(measurements.of(jobOf(group, contender), buildOf(contender))),
  });
  const kept = keptSections(resultsFile);
  writeFileSync(resultsFile, kept === '' ? page : `${page.trimEnd()}\n\n${kept}\n`);
  process.stdout.write(`${page}\n`);
  if ([...verdicts.values()].some(({ holds }) => !holds)) {
    process.stderr.write('a peer computed other numbers, see the checks above\n');
    process.exitCode = 1;
  }
};

await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
