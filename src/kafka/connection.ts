import { isIP } from 'node:net';
import { Connection, type ConnectionOptions } from './driver.ts';
import { refusalOf } from './refusal.ts';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** TLS and SASL, as the client takes them. */
export type Security = Pick<ConnectionOptions, 'tls' | 'sasl'>;

export interface ConnectionSettings {
  readonly clientId: string;
  readonly security?: Security | undefined;
}

const connectTimeoutMs = 5000;
const requestTimeoutMs = 30_000;

/**
 * Ends a connection at once, also one that is being made; requests under way fail. The client's own
 * way waits until the other end has taken what was written, which one that stands still never does.
 */
export const endConnection = async (connection: Connection): Promise<void> => {
  const closed = connection.close();
  // Undefined before it was begun to be made, whatever the type says.
  (connection.socket as Connection['socket'] | undefined)?.destroy();
  await closed;
};

/**
 * A new connection to a broker. After any failure but an answer with an error code it is of no use
 * and must be ended: its buffer may be out of step. Rejects with what the client throws, at once
 * where the signal is aborted.
 * @throws TonearmError CONFIG_INVALID where one of the two does not accept the other
 */
export const connectTo = async (
  address: BrokerAddress,
  { clientId, security = {} }: ConnectionSettings,
  signal: AbortSignal,
): Promise<Connection> => {
  signal.throwIfAborted();
  const { host, port } = address;
  const connection = new Connection(clientId, {
    ...security,
    // Several brokers may be behind one port. An address is no name.
    tlsServerName: isIP(host) === 0,
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
  });
  // Requests under way hear of it by themselves; without a listener the process would end.
  connection.on('error', () => {});
  const stop = (): void => void endConnection(connection);
  signal.addEventListener('abort', stop);
  try {
    await connection.connect(host, port);
    return connection;
  } catch (cause) {
    stop();
    throw refusalOf(address, security, cause) ?? cause;
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
