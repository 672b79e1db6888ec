import type { KafkaAddress } from '../../config/address.ts';
import type { LoadedAccess } from '../../kafka-access.ts';

/** `host:port,…` as Kafka's own clients take it. */
const bootstrapOf = ({ brokers }: KafkaAddress): string =>
  brokers.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',');

/** A value within the quotes of a JAAS configuration. */
const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

const saslOptions = async (
  sasl: NonNullable<LoadedAccess['sasl']>,
): Promise<Readonly<Record<string, string>>> => {
  const { mechanism, username, password } = sasl;
  const module =
    mechanism === 'PLAIN'
      ? 'org.apache.kafka.common.security.plain.PlainLoginModule'
      : 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const secret = await password();
  return {
    'kafka.sasl.mechanism': mechanism,
    'kafka.sasl.jaas.config': `${module} required username=${quoted(username)} password=${quoted(secret)};`,
  };
};

const tlsOptions = ({
  ca,
  cert,
  key,
}: NonNullable<LoadedAccess['tls']>): Readonly<Record<string, string>> => ({
  ...(ca === undefined
    ? {}
    : { 'kafka.ssl.truststore.type': 'PEM', 'kafka.ssl.truststore.certificates': ca }),
  ...(cert === undefined || key === undefined
    ? {}
    : {
        'kafka.ssl.keystore.type': 'PEM',
        'kafka.ssl.keystore.certificate.chain': cert,
        'kafka.ssl.keystore.key': key,
      }),
});

const protocolOf = ({ tls, sasl }: LoadedAccess): string => {
  if (sasl === undefined) return tls === undefined ? 'PLAINTEXT' : 'SSL';
  return tls === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL';
};

/**
 * How the cluster talks to the brokers, as options of Spark's Kafka source and sink. They hold the
 * password and the private key.
 */
export const kafkaOptions = async (
  address: KafkaAddress,
  access: LoadedAccess = {},
): Promise<Readonly<Record<string, string>>> => ({
  'kafka.bootstrap.servers': bootstrapOf(address),
  'kafka.security.protocol': protocolOf(access),
  ...(access.tls === undefined ? {} : tlsOptions(access.tls)),
  ...(access.sasl === undefined ? {} : await saslOptions(access.sasl)),
});
