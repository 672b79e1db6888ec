import { createTopicsV7, initProducerIdV4, ResponseError } from './driver.ts';
import { messageOf, TonearmError } from '../error.ts';
import type { Client } from './client.ts';
import type { BrokerAddress } from './connection.ts';
import type { ProducerIdentity } from './encode-batch.ts';
import { describeTopic } from './metadata.ts';

/** A topic whose partitions all have a leader. */
export interface LedTopic {
  readonly id: string;
  /** The leader of each partition, by the number of the partition. */
  readonly leaders: readonly BrokerAddress[];
}

/** True for what may pass by itself: no connection, no leader yet, a broker that starts. */
export const mayPass = (thrown: unknown): boolean => !(thrown instanceof TonearmError);

/**
 * The topic as it is now; undefined where there is none. Throws what may pass where a partition
 * has no leader.
 */
export const leadersOf = async (client: Client, name: string): Promise<LedTopic | undefined> => {
  const { brokers, topic } = await client.requestAny((connection) =>
    describeTopic(connection, name),
  );
  client.learn(brokers.values());
  if (topic === undefined) return undefined;
  const leaders = topic.partitions.map(({ partition, leader }) => {
    const address = leader === undefined ? undefined : brokers.get(leader);
    if (address === undefined) throw new Error(`partition ${partition} of ${name} has no leader`);
    return address;
  });
  return { id: topic.id, leaders };
};

const alreadyThere = 'TOPIC_ALREADY_EXISTS';
const creationTimeoutMs = 30_000;
const asBrokersHaveIt = -1;

/**
 * Makes the topic where there is none; undefined partitions: as many as the brokers have by
 * default. Throws what may pass.
 * @throws TonearmError SINK_FAILED where the brokers refuse
 */
export const createTopic = async (
  client: Client,
  name: string,
  partitions: number | undefined,
  configs: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const topic = {
    name,
    numPartitions: partitions ?? asBrokersHaveIt,
    replicationFactor: asBrokersHaveIt,
    assignments: [],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  };
  try {
    await client.requestAny((connection) =>
      createTopicsV7.api.async(connection, [topic], creationTimeoutMs, false),
    );
  } catch (cause) {
    if (!(cause instanceof ResponseError)) throw cause;
    const [first] = cause.errors as readonly (Error & {
      readonly apiId?: string;
      readonly canRetry?: boolean;
    })[];
    if (first?.apiId === alreadyThere) return;
    if (first?.canRetry === true) throw cause;
    throw new TonearmError(
      'SINK_FAILED',
      `the topic ${name} cannot be made: ${messageOf(first ?? cause)}`,
      { facts: { topic: name }, cause },
    );
  }
};

/** A new identity for a producer; what it sends twice is kept once. Throws what may pass. */
export const newProducer = async (client: Client): Promise<ProducerIdentity> => {
  const { producerId, producerEpoch } = await client.requestAny((connection) =>
    initProducerIdV4.api.async(connection, null, 0, -1n, -1),
  );
  return { id: producerId, epoch: producerEpoch };
};
