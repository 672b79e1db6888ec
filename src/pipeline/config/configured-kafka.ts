import { TonearmError } from '../../error.ts';
import type { KafkaAccess, KafkaSasl, KafkaTls } from '../kafka-access.ts';
import type { Address } from './address.ts';
import { flagOf, kebab, variableOf } from './option.ts';
import { kafkaOptions } from './options/kafka.ts';
import { options, type OptionName } from './options.ts';
import type { Configuration, Origin } from './resolve.ts';

const kafkaNames = Object.keys(kafkaOptions) as readonly (keyof typeof kafkaOptions & OptionName)[];

const isSet = ({ from }: Origin): boolean => from !== 'default';

const misfit = (origin: Origin, name: OptionName, what: string, hint: string): TonearmError => {
  const place = origin.from === 'file' ? `${origin.name}: "${kebab(name)}"` : origin.name;
  return new TonearmError(origin.from === 'flag' ? 'USAGE' : 'CONFIG_INVALID', `${place} ${what}`, {
    facts: { option: origin.name },
    hint,
  });
};

const tlsOf = ({ values, origins }: Configuration): KafkaTls | undefined => {
  const { kafkaTls, kafkaCa: ca, kafkaCert: cert, kafkaKey: key } = values;
  const given = ca ?? cert ?? key;
  if (!(isSet(origins.kafkaTls) ? kafkaTls : given !== undefined)) return undefined;
  if (cert === undefined && key !== undefined) {
    throw misfit(origins.kafkaKey, 'kafkaKey', 'needs a certificate', 'give --kafka-cert too');
  }
  if (cert !== undefined && key === undefined) {
    throw misfit(origins.kafkaCert, 'kafkaCert', 'needs its key', 'give --kafka-key too');
  }
  return { ca, pair: cert === undefined || key === undefined ? undefined : { cert, key } };
};

const passwordOf = ({ values, origins }: Configuration): KafkaSasl['password'] => {
  const { kafkaPassword: password, kafkaPasswordFile: file } = values;
  const variable = variableOf('kafkaPassword');
  if (password !== undefined && file !== undefined) {
    throw misfit(
      origins.kafkaPasswordFile,
      'kafkaPasswordFile',
      `and ${variable} both give a password`,
      'leave one of them out',
    );
  }
  if (file !== undefined) return { file };
  if (password !== undefined) return { reveal: () => password };
  throw misfit(
    origins.kafkaSasl,
    'kafkaSasl',
    'needs a password',
    `set ${variable}, or give --kafka-password-file`,
  );
};

const mechanisms = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

const saslOf = (configuration: Configuration): KafkaSasl | undefined => {
  const { values, origins } = configuration;
  const { kafkaSasl: word, kafkaUser: user } = values;
  if (word === 'none') {
    // Named with `none` they rest; without it somebody believes that they do something.
    const idle = (['kafkaUser', 'kafkaPasswordFile'] as const).find((name) => isSet(origins[name]));
    if (idle === undefined || isSet(origins.kafkaSasl)) return undefined;
    throw misfit(
      origins[idle],
      idle,
      'has no effect without --kafka-sasl',
      'give --kafka-sasl plain, scram-sha-256 or scram-sha-512',
    );
  }
  if (user === undefined) {
    throw misfit(origins.kafkaSasl, 'kafkaSasl', 'needs a user', 'give --kafka-user');
  }
  return { mechanism: mechanisms[word], user, password: passwordOf(configuration) };
};

/**
 * How the brokers of a command are talked to; undefined where it names none.
 * @throws TonearmError USAGE, CONFIG_INVALID where options do not go together, or talk of nothing
 */
export const configuredKafka = (
  configuration: Configuration,
  addresses: readonly (Address | undefined)[],
): KafkaAccess | undefined => {
  if (addresses.some((address) => address?.kind === 'kafka')) {
    return { tls: tlsOf(configuration), sasl: saslOf(configuration) };
  }
  const given = kafkaNames.find((name) => configuration.origins[name].from === 'flag');
  if (given === undefined) return undefined;
  throw new TonearmError(
    'USAGE',
    `--${flagOf(given, options[given])} is for Kafka, and no address is`,
    { hint: 'leave it out' },
  );
};
