import { findCoordinatorV4, offsetCommitV8 } from '@platformatic/kafka';
import type { Client } from '../../kafka/client.ts';
import { retrying } from '../../kafka/retry.ts';

const groupKey = 0;
/** Of one who commits without being a member, which brokers accept while a group has none. */
const noGeneration = -1;
const noEpoch = -1;

/** The first time a cluster is asked, it makes its own topic for this. */
const mostAttempts = 8;

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

/** Stores offsets under the name of a group. Rejects with what the client throws. */
export const commitOffsets = (...args: Parameters<typeof commitOnce>): Promise<void> =>
  retrying(() => commitOnce(...args), { most: mostAttempts, passes: () => true });
