// What Tonearm costs on Spark: `npx tsx bench/spark.ts --help`. Starts servers and a broker of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderSection, writeSection, type Section } from './page.ts';
import { installPeers } from './peers.ts';
import { measureBatch } from './spark/batch.ts';
import type { SparkBench } from './spark/bench.ts';
import { measureClient } from './spark/client.ts';
import { measureDrain } from './spark/drain.ts';
import { measureLiveStream } from './spark/live.ts';
import { parseOptions, usage, type PartName } from './spark/options.ts';
import { measureScaling } from './spark/scaling.ts';
import { say } from './stream/bench.ts';

const measures: Readonly<Record<PartName, (bench: SparkBench) => Promise<Section>>> = {
  batch: measureBatch,
  stream: measureDrain,
  live: measureLiveStream,
  scaling: measureScaling,
  client: measureClient,
};

const main = async (args: readonly string[]): Promise<void> => {
  const options = parseOptions(args);
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  if (options.peers) installPeers(['pyspark'], options.work);
  for (const part of options.parts) {
    say(`measuring ${part}`);
    const folder = mkdtempSync(join(tmpdir(), 'tonearm-bench-spark-'));
    try {
      const text = renderSection('spark', await measures[part]({ options, folder }), args);
      writeSection(options.out, 'spark', part, text);
      process.stdout.write(`${text}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
};

await main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
