import { ResponseError, type Connection } from './driver.ts';
import {
  connectTo,
  endConnection,
  type BrokerAddress,
  type ConnectionSettings,
} from './connection.ts';

/** Connections to the brokers of a cluster, one each, for requests now and then. */
export interface Client {
  /** The connection to one broker; a failed one is replaced at the next request. */
  request<T>(address: BrokerAddress, ask: (connection: Connection) => Promise<T>): Promise<T>;
  /** Asks the brokers that are known one after another until one answers. */
  requestAny<T>(ask: (connection: Connection) => Promise<T>): Promise<T>;
  /** A connection of one's own, to keep requests under way on. */
  connect(address: BrokerAddress): Promise<Connection>;
  /** More brokers of the cluster, from its metadata. */
  learn(addresses: Iterable<BrokerAddress>): void;
  /** The brokers that were given and learned of. */
  known(): readonly BrokerAddress[];
  /** Ends its connections at once. What is asked and connected after that, or under way, fails. */
  close(): Promise<void>;
}

const nameOf = ({ host, port }: BrokerAddress): string => `${host}:${port}`;

/** True where the broker answered, though with an error code: the connection is good. */
const isAnswer = (error: unknown): boolean => error instanceof ResponseError;

/** Nothing is connected before the first request. */
export const createClient = (
  brokers: readonly BrokerAddress[],
  settings: ConnectionSettings,
): Client => {
  const known = new Map(brokers.map((address) => [nameOf(address), address]));
  const connections = new Map<string, Promise<Connection>>();
  const closing = new AbortController();

  const connect = (address: BrokerAddress): Promise<Connection> =>
    connectTo(address, settings, closing.signal);

  const shared = (name: string, address: BrokerAddress): Promise<Connection> => {
    const connection = connections.get(name) ?? connect(address);
    connections.set(name, connection);
    return connection;
  };

  const drop = async (name: string, connection: Promise<Connection>): Promise<void> => {
    if (connections.get(name) === connection) connections.delete(name);
    await connection.then(endConnection, () => {});
  };

  const client: Client = {
    connect,
    known: () => [...known.values()],
    learn(addresses) {
      for (const address of addresses) known.set(nameOf(address), address);
    },
    async request(address, ask) {
      const name = nameOf(address);
      const connection = shared(name, address);
      try {
        return await ask(await connection);
      } catch (error) {
        if (!isAnswer(error)) await drop(name, connection);
        throw error;
      }
    },
    async requestAny(ask) {
      let failure: unknown;
      for (const address of known.values()) {
        try {
          return await client.request(address, ask);
        } catch (error) {
          if (isAnswer(error)) throw error;
          failure = error;
        }
      }
      throw failure;
    },
    async close() {
      closing.abort(new Error('the client is closed'));
      await Promise.all([...connections].map(([name, connection]) => drop(name, connection)));
    },
  };
  return client;
};
