import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chosen, natural } from '../option-values.ts';
import { type Size, sizeOf } from '../size.ts';

export const partNames = ['drain', 'steady', 'restart', 'memory', 'days'] as const;
export type PartName = (typeof partNames)[number];

export interface StreamBenchOptions {
  readonly events: Size;
  /** Events of the part `memory`. */
  readonly memoryEvents: Size;
  /** Events of the part `days`. */
  readonly daysEvents: Size;
  readonly parts: readonly PartName[];
  readonly peers: boolean;
  readonly runs: number;
  /** Measured time of each steady rate. */
  readonly seconds: number;
  /** The page with the sections of the results. */
  readonly out: string;
  /** Folder of the generated inputs, which are kept. */
  readonly data: string;
  readonly work: string;
}

export const usage = `Usage: npx tsx bench/stream.ts [options]

Measures \`tonearm stream\` (as built) on a broker of its own and writes its sections of
bench/RESULTS.md; sections of parts that are not measured stay.

  --events <N>      events of drain and restart, and of memory and days too (default: 1m;
                    memory 10m, days 5184k: 20 a second for three days)
  --only <NAME,…>   of ${partNames.join(', ')} (default: all; memory only from 10m on)
  --peers           drains by kafkajs and @platformatic/kafka too (the first time from npm)
  --runs <N>        runs of drain and restart, of which the median counts (default: 3)
  --seconds <N>     measured time of each steady rate (default: 60)
  --out <FILE>      the page to write (default: bench/RESULTS.md)
  --data <FOLDER>   where inputs are, or are generated (default: the system's temporary folder)
  --help            this text
`;

const partsOf = (text: string | undefined, events: Size): readonly PartName[] => {
  if (text === undefined) {
    return partNames.filter((name) => name !== 'memory' || events.events >= 10_000_000);
  }
  return chosen(text, partNames, 'only');
};

/** @throws Error about an unknown option or value; undefined where help was asked for */
export const parseOptions = (args: readonly string[]): StreamBenchOptions | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string' },
      only: { type: 'string' },
      peers: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '60' },
      out: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const events = sizeOf(values.events ?? '1m');
  const work = join(tmpdir(), 'tonearm-bench');
  return {
    events,
    memoryEvents: sizeOf(values.events ?? '10m'),
    daysEvents: sizeOf(values.events ?? '5184k'),
    parts: partsOf(values.only, events),
    peers: values.peers,
    runs: natural(values.runs, 'runs'),
    seconds: natural(values.seconds, 'seconds'),
    out: values.out ?? fileURLToPath(new URL('../RESULTS.md', import.meta.url)),
    data: values.data ?? join(work, 'data'),
    work,
  };
};
