import { findCoordinatorV4, offsetCommitV8 } from '../../kafka/driver.ts';
import { createClient, type Client } from '../../kafka/client.ts';
import type { BrokerAddress, ConnectionSettings } from '../../kafka/connection.ts';

/** Offsets under the name of a group, for tools that show lag; nothing here reads them. */
export interface GroupOffsets {
  /**
   * One attempt, over a connection of its own. Rejects with what the client throws, and at once
   * where the signal is aborted.
   */
  commit(positions: ReadonlyMap<number, number>, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const groupKey = 0;
/** Of one who commits without being a member, which brokers accept while a group has none. */
const noGeneration = -1;
const noEpoch = -1;

const commitOnce = async (
  client: Client,
  topic: string,
  group: string,
  positions: ReadonlyMap<number, number>,
): Promise<void> => {
  const { coordinators } = await client.requestAny((connection) =>
    findCoordinatorV4.api.async(connection, groupKey, [group]),
  );
  const coordinator = coordinators[0];
  if (coordinator === undefined) throw new Error(`nobody keeps the offsets of group ${group}`);
  const partitions = [...positions].map(([partitionIndex, offset]) => ({
    partitionIndex,
    committedOffset: BigInt(offset),
    committedLeaderEpoch: noEpoch,
    committedMetadata: null,
  }));
  await client.request(coordinator, (connection) =>
    offsetCommitV8.api.async(connection, group, noGeneration, '', null, [
      { name: topic, partitions },
    ]),
  );
};

/** Nothing is connected before the first commit. */
export const createGroupOffsets = (
  { topic, group }: { readonly topic: string; readonly group: string },
  knownBrokers: () => readonly BrokerAddress[],
  settings: ConnectionSettings,
): GroupOffsets => {
  let client: Client | undefined;
  const drop = async (): Promise<void> => {
    const open = client;
    client = undefined;
    await open?.close();
  };
  const stop = (): void => void drop();
  return {
    async commit(positions, signal) {
      signal.throwIfAborted();
      client ??= createClient(knownBrokers(), settings);
      signal.addEventListener('abort', stop, { once: true });
      try {
        await commitOnce(client, topic, group, positions);
      } catch (error) {
        await drop();
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    close: drop,
  };
};
