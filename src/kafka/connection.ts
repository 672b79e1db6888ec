import { Connection, type ConnectionOptions } from '@platformatic/kafka';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** TLS and SASL, as the client takes them. */
export type Security = Pick<ConnectionOptions, 'tls' | 'tlsServerName' | 'sasl'>;

export interface ConnectionSettings {
  readonly clientId: string;
  readonly security?: Security | undefined;
}

const connectTimeoutMs = 5000;
const requestTimeoutMs = 30_000;

/**
 * A new connection to a broker. After any failure but an answer with an error code it is of no use
 * and must be closed: its buffer may be out of step. Rejects with what the client throws.
 */
export const connectTo = async (
  { host, port }: BrokerAddress,
  { clientId, security = {} }: ConnectionSettings,
): Promise<Connection> => {
  const connection = new Connection(clientId, {
    ...security,
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
  });
  // Requests under way hear of it by themselves; without a listener the process would end.
  connection.on('error', () => {});
  await connection.connect(host, port);
  return connection;
};
