import { expect, test } from 'vitest';
import type { KafkaAddress } from '../../config/address.ts';
import { kafkaOptions } from './kafka-options.ts';

const address: KafkaAddress = {
  kind: 'kafka',
  brokers: [
    { host: 'a', port: 9092 },
    { host: '::1', port: 9093 },
  ],
  topic: 'ev',
};

test('brokers are written as Kafka reads them', async () => {
  expect(await kafkaOptions(address)).toEqual({
    'kafka.bootstrap.servers': 'a:9092,[::1]:9093',
    'kafka.security.protocol': 'PLAINTEXT',
  });
});

test('certificates go along as text', async () => {
  const tls = { ca: 'CA', cert: 'CERT', key: 'KEY' };
  expect(await kafkaOptions(address, { tls })).toMatchObject({
    'kafka.security.protocol': 'SSL',
    'kafka.ssl.truststore.type': 'PEM',
    'kafka.ssl.truststore.certificates': 'CA',
    'kafka.ssl.keystore.type': 'PEM',
    'kafka.ssl.keystore.certificate.chain': 'CERT',
    'kafka.ssl.keystore.key': 'KEY',
  });
});

test.each([
  ['PLAIN', 'plain.PlainLoginModule'],
  ['SCRAM-SHA-512', 'scram.ScramLoginModule'],
] as const)('%s, with a password of any characters', async (mechanism, module) => {
  const sasl = { mechanism, username: 'me', password: () => String.raw`a"b\c` };
  expect(await kafkaOptions(address, { sasl, tls: {} })).toMatchObject({
    'kafka.security.protocol': 'SASL_SSL',
    'kafka.sasl.mechanism': mechanism,
    'kafka.sasl.jaas.config': String.raw`org.apache.kafka.common.security.${module} required username="me" password="a\"b\\c";`,
  });
});
