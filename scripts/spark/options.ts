import { parseArgs } from 'node:util';

/** What `npm run spark` is asked for. */
export interface SparkOptions {
  readonly port: number;
  readonly folder: string;
  readonly cores: number;
  readonly heapMb: number;
  readonly shufflePartitions: number;
  readonly overrides: Readonly<Record<string, string>>;
}

export const usage = `usage: npm run spark -- [options]

  --port NUMBER                of the Connect server, on loopback (15002)
  --dir DIR                    log, scratch space and warehouse
  --cores NUMBER               tasks at a time (2)
  --heap SIZE                  of the JVM, such as 900m or 4g (2g)
  --shuffle-partitions NUMBER  also those of the state of a new streaming query (4)
  --conf NAME=VALUE            any setting of Spark; may be repeated
`;

/** Spark itself refuses less than 450 MB. */
const leastHeapMb = 512;

const whole = (name: string, text: string, most: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    throw new Error(`--${name} is a whole number from 1 to ${most}, not ${JSON.stringify(text)}`);
  }
  return value;
};

const megabytes = (text: string): number => {
  const [, digits = '', unit = ''] = /^(\d+)([mg])$/i.exec(text) ?? [];
  const value = Number(digits) * (unit.toLowerCase() === 'g' ? 1_024 : 1);
  if (value < leastHeapMb) {
    throw new Error(
      `--heap is a size from ${leastHeapMb}m on, such as 900m or 4g, not ${JSON.stringify(text)}`,
    );
  }
  return value;
};

const setting = (text: string): readonly [string, string] => {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--conf is NAME=VALUE, not ${JSON.stringify(text)}`);
  return [text.slice(0, at), text.slice(at + 1)];
};

/** Undefined where help is asked for. @throws Error in words for a person */
export const parseOptions = (
  args: readonly string[],
  defaultFolder: string,
): SparkOptions | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '15002' },
      dir: { type: 'string', default: defaultFolder },
      cores: { type: 'string', default: '2' },
      heap: { type: 'string', default: '2g' },
      'shuffle-partitions': { type: 'string', default: '4' },
      conf: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    port: whole('port', values.port, 65_535),
    folder: values.dir,
    cores: whole('cores', values.cores, 1_024),
    heapMb: megabytes(values.heap),
    shufflePartitions: whole('shuffle-partitions', values['shuffle-partitions'], 100_000),
    overrides: Object.fromEntries(values.conf.map(setting)),
  };
};
