import { TonearmError } from '../../error.ts';
import type { Feed, ProduceOptions } from '../produce/options.ts';
import { configuredKafka } from './configured-kafka.ts';
import { generatorOptions } from './generator-options.ts';
import { flagOf } from './option.ts';
import { options, type OptionName } from './options.ts';
import type { Configuration } from './resolve.ts';

/** Options that say something about generated events only. */
const ofGenerated: readonly OptionName[] = [
  'events',
  'seed',
  'users',
  'songs',
  'late',
  'duplicates',
  'disorder',
  'malformed',
  'truth',
];

const misfit = (message: string, hint: string): TonearmError =>
  new TonearmError('USAGE', message, { hint });

const filesFeed = (
  inputs: readonly string[],
  { values, origins }: Configuration,
): Extract<Feed, { kind: 'files' }> => {
  const { rate, speed } = values;
  const given = ofGenerated.find((name) => origins[name].from === 'flag');
  if (given !== undefined) {
    throw misfit(
      `--${flagOf(given, options[given])} is for generated events, not for --input`,
      'leave one of them out',
    );
  }
  if (rate !== undefined && speed !== undefined) {
    throw misfit('--rate and --speed do not go together', 'give a steady rate or a pace');
  }
  return { kind: 'files', inputs, rate, speed };
};

const feedOf = (inputs: readonly string[], configuration: Configuration): Feed => {
  const { values, origins } = configuration;
  if (inputs.length > 0) return filesFeed(inputs, configuration);
  const { rate, speed, events } = values;
  if (speed !== undefined) {
    throw misfit('--speed is for files', 'give --input, or --rate for generated events');
  }
  const generator = generatorOptions(values);
  if (rate === undefined) return { kind: 'generated', generator: { ...generator, events } };
  const isGiven = origins.events.from !== 'default';
  return { kind: 'live', rate, events: isGiven ? events : undefined, generator };
};

/** What `produce` needs, from the options and the files named beside them. @throws TonearmError USAGE */
export const configuredProduce = (
  configuration: Configuration,
  files: readonly string[],
): ProduceOptions => {
  const { values } = configuration;
  const { produceTo: to, partitions, createTopic, compression, truth } = values;
  if (to === undefined) throw misfit('--to is missing', 'give --to file:DIR or kafka://host/topic');
  return {
    to,
    kafka: configuredKafka(configuration, [to]),
    feed: feedOf([...(values.input ?? []), ...files], configuration),
    partitions,
    createTopic,
    codec: compression,
    truthPath: truth,
  };
};
