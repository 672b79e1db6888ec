// What `tonearm stream` costs: `npx tsx bench/stream.ts --help`. Starts a broker of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBroker } from './broker.ts';
import { renderSection, writeSection, type Section } from './page.ts';
import { say, type Bench } from './stream/bench.ts';
import { measureDays } from './stream/days.ts';
import { measureDrain } from './stream/drain.ts';
import { measureMemory } from './stream/memory.ts';
import { parseOptions, usage, type PartName, type StreamBenchOptions } from './stream/options.ts';
import { measureRestart } from './stream/restart.ts';
import { measureSteady } from './stream/steady.ts';

const measures: Readonly<Record<PartName, (bench: Bench) => Promise<Section>>> = {
  drain: measureDrain,
  steady: measureSteady,
  restart: measureRestart,
  memory: measureMemory,
  days: measureDays,
};

/** Topics are gone with the broker: each part has one of its own. */
const withBench = async (
  options: StreamBenchOptions,
  work: (bench: Bench) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-bench-stream-'));
  try {
    await withBroker((bootstrap) => work({ options, bootstrap, folder }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const main = async (args: readonly string[]): Promise<void> => {
  const options = parseOptions(args);
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  for (const part of options.parts) {
    say(`measuring ${part}`);
    await withBench(options, async (bench) => {
      const text = renderSection('stream', await measures[part](bench), args);
      writeSection(options.out, 'stream', part, text);
      process.stdout.write(`${text}\n`);
    });
  }
};

await main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
