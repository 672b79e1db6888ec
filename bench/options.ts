import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosen } from './option-values.ts';
import { type PeerName, defaultPeers, peerNames } from './peers.ts';
import { type Size, sizeOf } from './size.ts';

export const parts = ['start', 'batch', 'generate'] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly sizes: readonly Size[];
  readonly peers: readonly PeerName[];
  readonly parts: readonly Part[];
  readonly runs: number;
  /** Adds 100 million events from Parquet. */
  readonly long: boolean;
  /** Takes measurements of the same programs over from the run before. */
  readonly resume: boolean;
  /** Folder of the generated inputs. */
  readonly data: string;
  /** Folder for everything else: results, measurements, the peers' environment. */
  readonly work: string;
}

export const usage = `Usage: npm run bench -- [options]

Measures whole processes, start included, and writes bench/RESULTS.md.

  --events <N,…>    sizes of the inputs (default: 1m,10m)
  --runs <N>        runs of each measurement, of which the median counts (default: 3)
  --peers[=NAME,…]  the same report by other tools, in turn with Tonearm's
                    (${defaultPeers.join(', ')}; needs Python 3 and, once, the network)
  --pyspark         PySpark too (needs Java; takes minutes)
  --part <NAME,…>   measures ${parts.join(', ')} alone (default: all)
  --long            100 million events from Parquet too (takes many minutes)
  --resume          takes measurements of the same programs over from the run before
  --data <FOLDER>   where inputs are, or are generated (default: the system's temporary folder)
  --help            this text
`;

/** @throws Error about an unknown option or value; undefined where help was asked for */
export const parseOptions = (args: readonly string[]): BenchOptions | undefined => {
  const { values } = parseArgs({
    // parseArgs knows no option whose value may be left out.
    args: args.map((word) => (word === '--peers' ? `--peers=${defaultPeers.join(',')}` : word)),
    options: {
      events: { type: 'string', default: '1m,10m' },
      runs: { type: 'string', default: '3' },
      peers: { type: 'string' },
      pyspark: { type: 'boolean', default: false },
      part: { type: 'string', default: parts.join(',') },
      long: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs: ${values.runs} is no number of runs`);
  const named = values.peers === undefined ? [] : chosen(values.peers, peerNames, 'peers');
  const work = join(tmpdir(), 'tonearm-bench');
  return {
    sizes: values.events.split(',').map(sizeOf),
    peers: [...new Set([...named, ...(values.pyspark ? (['pyspark'] as const) : [])])],
    parts: chosen(values.part, parts, 'part'),
    runs,
    long: values.long,
    resume: values.resume,
    data: values.data ?? join(work, 'data'),
    work,
  };
};
