import { TonearmError } from '../../error.ts';
import { flagOf } from './option.ts';
import { type OptionName, options } from './options.ts';
import type { Configuration } from './resolve.ts';

/** What has no effect on Spark, with the reason. */
const refused: readonly (readonly [OptionName, string])[] = [
  ['bounded', 'a query on Spark does not know the end of the log: --until-end reads what is there'],
  ['map', 'Spark reads the fields of the event only: tonearm produce --map sends mapped ones'],
  ['lateTo', 'Spark drops late events and tells their number only'],
  ['rejected', 'Spark counts the records that it does not take and tells their number only'],
  ['archive', 'run a second stream without --engine spark for it'],
  ['group', "Spark keeps offsets in its checkpoint; Kafka's groups do not see them"],
  ['idleAfter', 'the watermark of Spark knows no idle partitions'],
  ['threads', 'the cluster decides'],
  ['memoryLimit', 'the cluster decides'],
  ['spill', 'the cluster decides'],
  ['status', "look at Spark's own pages, or at --metrics-port"],
];

/** A configuration file may serve batches too: what it says of the machine is not for streams on Spark. */
const ofMachine: readonly OptionName[] = ['threads', 'memoryLimit', 'spill', 'idleAfter'];

const isGiven = ({ origins }: Configuration, name: OptionName): boolean => {
  const { from } = origins[name];
  return ofMachine.includes(name) ? from === 'flag' : from !== 'default';
};

/**
 * What a user wrote is never ignored.
 * @throws TonearmError USAGE for what Spark cannot do in streams
 */
export const checkSparkStream = (configuration: Configuration): void => {
  const { streamTo: to = [] } = configuration.values;
  for (const [name, reason] of refused) {
    if (!isGiven(configuration, name)) continue;
    const flag = flagOf(name, options[name]);
    throw new TonearmError('USAGE', `--${flag} has no effect on a stream with --engine spark`, {
      hint: reason,
    });
  }
  if (to.length > 1 || to.some(({ kind }) => kind !== 'kafka')) {
    throw new TonearmError('USAGE', 'Spark writes panes to one topic of Kafka', {
      hint: 'give one --to kafka://host:9092/topic, or none: then it is named after that of --from',
    });
  }
};

/** A URI names a place that only a cluster sees. @throws TonearmError USAGE */
export const refuseUriState = (state: string): void => {
  throw new TonearmError('USAGE', `--state ${state} is no folder of this machine`, {
    hint: 'give a path, or --engine spark for a cluster that sees it',
  });
};
