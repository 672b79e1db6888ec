import { describe, expect, it } from 'vitest';
import { TonearmError } from '../../error.ts';
import type { KafkaAccess } from '../kafka-access.ts';
import { configuredKafka } from './configured-kafka.ts';
import { resolveOptions, type Given } from './resolve.ts';

const topic = { kind: 'kafka', brokers: [{ host: 'host', port: 9092 }], topic: 'music' } as const;
const log = { kind: 'log', folder: 'log' } as const;

const configured = (given: Partial<Given>, addresses = [log, topic] as const) =>
  configuredKafka(
    resolveOptions({ flags: {}, environment: {}, file: undefined, ...given }),
    addresses,
  );

const file = (values: Readonly<Record<string, unknown>>): Given['file'] => ({
  path: '/etc/tonearm.json',
  values,
});

const problemOf = (action: () => unknown): Partial<TonearmError> => {
  try {
    action();
  } catch (error) {
    if (error instanceof TonearmError) return error;
    throw error;
  }
  return {};
};

describe('brokers are talked to', () => {
  it.each<[string, Partial<Given>, KafkaAccess['tls']]>([
    ['in the open, where nothing is said', {}, undefined],
    ['by TLS', { flags: { kafkaTls: 'true' } }, { ca: undefined, pair: undefined }],
    [
      'by TLS where an authority is named',
      { file: file({ 'kafka-ca': 'ca.pem' }) },
      { ca: '/etc/ca.pem', pair: undefined },
    ],
    [
      'by TLS with a certificate',
      { flags: { kafkaCert: 'c.pem', kafkaKey: 'k.pem' } },
      { ca: undefined, pair: { cert: 'c.pem', key: 'k.pem' } },
    ],
    [
      'in the open where that is said, whatever the file has',
      { flags: { kafkaTls: 'false' }, file: file({ 'kafka-ca': 'ca.pem' }) },
      undefined,
    ],
  ])('%s', (_, given, tls) => {
    expect(configured(given)).toEqual({ tls, sasl: undefined });
  });

  it('as a user, whose password does not show where settings are printed', () => {
    const access = configured({
      flags: { kafkaSasl: 'scram-sha-512', kafkaUser: 'anna' },
      environment: { TONEARM_KAFKA_PASSWORD: 'se, cret' },
    });
    expect(access?.sasl).toMatchObject({ mechanism: 'SCRAM-SHA-512', user: 'anna' });
    const password = access?.sasl?.password;
    expect(password !== undefined && 'reveal' in password && password.reveal()).toBe('se, cret');
    expect(JSON.stringify(access)).not.toContain('cret');
  });

  it('as a user whose password is in a file', () => {
    const values = {
      'kafka-sasl': 'plain',
      'kafka-user': 'anna',
      'kafka-password-file': 'kafka.password',
    };
    expect(configured({ file: file(values) })?.sasl).toEqual({
      mechanism: 'PLAIN',
      user: 'anna',
      password: { file: '/etc/kafka.password' },
    });
    const flags = { kafkaSasl: 'none' };
    expect(configured({ flags, file: file(values) })?.sasl).toBeUndefined();
  });

  it('by nobody where no address is one of Kafka', () => {
    const given = file({ 'kafka-ca': 'ca.pem' });
    const open = { flags: {}, environment: {}, file: given };
    expect(configuredKafka(resolveOptions(open), [log, undefined])).toBeUndefined();
  });
});

describe('options that do not go together are refused:', () => {
  const scram = { kafkaSasl: 'scram-sha-256', kafkaUser: 'anna' };
  it.each<[string, Given['flags'], string]>([
    ['a certificate alone', { kafkaCert: 'c.pem' }, '--kafka-cert needs its key'],
    ['a key alone', { kafkaKey: 'k.pem' }, '--kafka-key needs a certificate'],
    ['a mechanism alone', { kafkaSasl: 'plain' }, '--kafka-sasl needs a user'],
    ['no password', scram, '--kafka-sasl needs a password'],
    [
      'a user without a mechanism',
      { kafkaUser: 'anna' },
      '--kafka-user has no effect without --kafka-sasl',
    ],
  ])('%s', (_, flags, message) => {
    expect(problemOf(() => configured({ flags }))).toMatchObject({ code: 'USAGE', message });
  });

  it('two passwords', () => {
    const environment = { TONEARM_KAFKA_PASSWORD: 'secret' };
    const flags = { ...scram, kafkaPasswordFile: 'password' };
    const problem = problemOf(() => configured({ flags, environment }));
    expect(problem).toMatchObject({
      code: 'USAGE',
      message: '--kafka-password-file and TONEARM_KAFKA_PASSWORD both give a password',
    });
  });

  it('a file that says half of it', () => {
    expect(problemOf(() => configured({ file: file({ 'kafka-cert': 'c.pem' }) }))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: '/etc/tonearm.json: "kafka-cert" needs its key',
    });
  });

  it('flags about Kafka where nothing is in Kafka', () => {
    const given = { flags: { kafkaTls: 'true' }, environment: {}, file: undefined };
    expect(problemOf(() => configuredKafka(resolveOptions(given), [log]))).toMatchObject({
      code: 'USAGE',
      message: '--kafka-tls is for Kafka, and no address is',
    });
  });
});
