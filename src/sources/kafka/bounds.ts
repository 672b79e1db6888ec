import type { Client } from '../../kafka/client.ts';
import type { BrokerAddress } from '../../kafka/connection.ts';
import { listOffsets, type ListedOffset, type OffsetQuery } from '../../kafka/list-offsets.ts';
import type { TopicDescription } from '../../kafka/metadata.ts';
import type { PartitionBounds } from '../record-source.ts';

interface AskedPartition {
  readonly partition: number;
  readonly epoch: number;
}

/** A partition whose offsets nobody could tell at the moment. */
class NotYet extends Error {}

const listed = ({
  partition,
  errorCode,
  offset,
}: ListedOffset): readonly [number, number | undefined] => {
  if (errorCode !== 0) throw new NotYet(`partition ${partition} answers with error ${errorCode}`);
  return [partition, offset];
};

const listAll = async (
  client: Client,
  topic: string,
  address: BrokerAddress,
  partitions: readonly AskedPartition[],
  query: OffsetQuery,
): Promise<ReadonlyMap<number, number | undefined>> => {
  const found = await client.request(address, (connection) =>
    listOffsets(connection, topic, partitions, query),
  );
  return new Map(found.map(listed));
};

/** The bounds of partitions that one broker leads. Throws where it does not say. */
export const listBounds = async (
  client: Client,
  topic: string,
  address: BrokerAddress,
  partitions: readonly AskedPartition[],
): Promise<readonly PartitionBounds[]> => {
  const first = await listAll(client, topic, address, partitions, 'earliest');
  const end = await listAll(client, topic, address, partitions, 'latest');
  return partitions.map(({ partition }) => ({
    partition,
    first: first.get(partition) ?? 0,
    end: end.get(partition) ?? 0,
  }));
};

/** Asks each leader for its partitions; the answers in the order of the partitions. */
const perLeader = async <T>(
  { topic, brokers }: TopicDescription,
  ask: (address: BrokerAddress, partitions: readonly AskedPartition[]) => Promise<readonly T[]>,
): Promise<readonly T[]> => {
  const groups = new Map<number | undefined, AskedPartition[]>();
  for (const { leader, partition, epoch } of topic?.partitions ?? []) {
    const group = groups.get(leader) ?? [];
    groups.set(leader, group);
    group.push({ partition, epoch });
  }
  const answers: T[] = [];
  for (const [leader, partitions] of groups) {
    const address = leader === undefined ? undefined : brokers.get(leader);
    if (address === undefined) {
      throw new NotYet(`nobody leads partition ${partitions[0]?.partition ?? '?'}`);
    }
    answers.push(...(await ask(address, partitions)));
  }
  return answers;
};

/** The bounds of all partitions of a topic, in their order. Throws where one is not to be had. */
export const topicBounds = async (
  client: Client,
  name: string,
  description: TopicDescription,
): Promise<readonly PartitionBounds[]> => {
  const bounds = await perLeader(description, (address, partitions) =>
    listBounds(client, name, address, partitions),
  );
  return bounds.toSorted((a, b) => a.partition - b.partition);
};

/** In each partition the first record from a time on; undefined where none is so young. */
export const offsetsFrom = async (
  client: Client,
  name: string,
  description: TopicDescription,
  timeMs: number,
): Promise<ReadonlyMap<number, number | undefined>> =>
  new Map(
    await perLeader(description, async (address, partitions) => [
      ...(await listAll(client, name, address, partitions, { timeMs })),
    ]),
  );
