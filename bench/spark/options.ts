import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Format, formats } from '../data.ts';
import { chosen, natural } from '../option-values.ts';
import { type Size, sizeOf } from '../size.ts';

export const partNames = ['batch', 'stream', 'live', 'scaling', 'client'] as const;
export type PartName = (typeof partNames)[number];

export interface SparkBenchOptions {
  /** Of batch and scaling. */
  readonly sizes: readonly Size[];
  readonly streamEvents: Size;
  readonly formats: readonly Format[];
  readonly parts: readonly PartName[];
  readonly peers: boolean;
  readonly runs: number;
  /** Measured time of the live part. */
  readonly seconds: number;
  /** Of every JVM, servers and peers. */
  readonly heapMb: number;
  /** The page with the sections of the results. */
  readonly out: string;
  /** Folder of the generated inputs, which are kept. */
  readonly data: string;
  /** Folder of the peers' environment. */
  readonly work: string;
}

export const usage = `Usage: npx tsx bench/spark.ts [options]

Measures \`tonearm … --engine spark\` (as built) on Spark servers and a Kafka broker of its own, and
writes its sections of bench/RESULTS.md; sections of parts that are not measured stay.

  --events <N,…>     sizes of batch, scaling and stream (default: 1m,10m; stream 1m)
  --only <NAME,…>    of ${partNames.join(', ')} (default: all)
  --format <NAME,…>  inputs of batch: ${formats.join(', ')} (default: all)
  --peers            the same by PySpark too (needs Python 3 and, once, the network)
  --runs <N>         runs, of which the median counts (default: 3)
  --seconds <N>      measured time of live (default: 60)
  --heap <N>         MB of every JVM (default: 12288)
  --out <FILE>       the page to write (default: bench/RESULTS.md)
  --data <FOLDER>    where inputs are, or are generated (default: in the folder of --work)
  --work <FOLDER>    where peers are installed (default: in the system's temporary folder)
  --help             this text
`;

/** @throws Error about an unknown option or value; undefined where help was asked for */
export const parseOptions = (args: readonly string[]): SparkBenchOptions | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string' },
      only: { type: 'string', default: partNames.join(',') },
      format: { type: 'string', default: formats.join(',') },
      peers: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '60' },
      heap: { type: 'string', default: '12288' },
      out: { type: 'string' },
      data: { type: 'string' },
      work: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const sizes = (values.events ?? '1m,10m').split(',').map(sizeOf);
  const work = values.work ?? join(tmpdir(), 'tonearm-bench');
  return {
    sizes,
    streamEvents: sizes[0] ?? sizeOf('1m'),
    formats: chosen(values.format, formats, 'format'),
    parts: chosen(values.only, partNames, 'only'),
    peers: values.peers,
    runs: natural(values.runs, 'runs'),
    seconds: natural(values.seconds, 'seconds'),
    heapMb: natural(values.heap, 'heap'),
    out: values.out ?? fileURLToPath(new URL('../RESULTS.md', import.meta.url)),
    data: values.data ?? join(work, 'data'),
    work,
  };
};
