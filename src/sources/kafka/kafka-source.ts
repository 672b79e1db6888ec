import { createClient } from '../../kafka/client.ts';
import type { BrokerAddress, Security } from '../../kafka/connection.ts';
import { describeTopic, type TopicDescription } from '../../kafka/metadata.ts';
import { retrying } from '../../kafka/retry.ts';
import { TonearmError } from '../../error.ts';
import type { PartitionBounds, ReadOptions, RecordSource, StartAt } from '../record-source.ts';
import { offsetsFrom, topicBounds } from './bounds.ts';
import { topicMissing, topicReplaced, unreachable, type SourceNames } from './failure.ts';
import { createGroupOffsets, type GroupOffsets } from './group-offsets.ts';
import { createKafkaReader } from './kafka-reader.ts';
import { createSession, partitionState, type PartitionState } from './session.ts';

export interface KafkaSourceOptions {
  readonly brokers: readonly BrokerAddress[];
  readonly topic: string;
  readonly clientId: string;
  readonly security?: Security | undefined;
  /** For rejected rows and messages: the address. */
  readonly name: string;
  /** Attempts to reach a broker before giving up; at most about a second apart. */
  readonly mostAttempts?: number;
  /** Bytes of a value, longer ones are refused; those of an event where it is not given. */
  readonly longest?: number;
}

export interface KafkaSource extends RecordSource {
  /** Tells the cluster how far a group is, beside all that the source does. */
  groupOffsets(group: string): GroupOffsets;
}

const defaultAttempts = 8;

const states = (
  { from, until }: ReadOptions,
  bounds: readonly PartitionBounds[],
): Map<number, PartitionState> => {
  const ends = new Map(bounds.map(({ partition, end }) => [partition, end]));
  const partitions = until === undefined ? new Set([...from.keys(), ...ends.keys()]) : until.keys();
  return new Map(
    [...partitions].map((partition) => {
      const offset = from.get(partition) ?? 0;
      const end = ends.get(partition) ?? offset;
      const last = until === undefined ? Infinity : (until.get(partition) ?? 0);
      return [partition, partitionState(partition, offset, end, last)];
    }),
  );
};

/**
 * A topic of a Kafka cluster (3.5 or newer), read as read_committed.
 * @throws TonearmError SOURCE_UNREACHABLE, TOPIC_MISSING
 */
export const openKafkaSource = async (options: KafkaSourceOptions): Promise<KafkaSource> => {
  const {
    brokers,
    topic,
    clientId,
    security,
    name,
    mostAttempts = defaultAttempts,
    longest,
  } = options;
  const names: SourceNames = { name, topic };
  const client = createClient(brokers, { clientId, security });

  /** Tries again for a while: brokers may be starting, leaders may move. */
  const patiently = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await retrying(action, {
        most: mostAttempts,
        passes: (thrown) => !(thrown instanceof TonearmError),
      });
    } catch (error) {
      throw error instanceof TonearmError ? error : unreachable(names, error);
    }
  };

  const describe = async (): Promise<TopicDescription> => {
    const description = await client.requestAny((connection) => describeTopic(connection, topic));
    if (description.topic === undefined) throw topicMissing(names);
    client.learn(description.brokers.values());
    return description;
  };

  try {
    const opened = await patiently(async () => {
      const description = await describe();
      return { description, bounds: await topicBounds(client, topic, description) };
    });
    const identity = opened.description.topic?.id ?? '';
    let known = opened.bounds;

    const describeSame = async (): Promise<TopicDescription> => {
      const description = await describe();
      const id = description.topic?.id ?? '';
      if (id !== identity) throw topicReplaced(names, identity, id);
      return description;
    };

    const bounds = async (): Promise<readonly PartitionBounds[]> => {
      known = await patiently(async () => topicBounds(client, topic, await describeSame()));
      return known;
    };

    const startingAt = async (start: StartAt): Promise<ReadonlyMap<number, number>> => {
      const found = await bounds();
      const young =
        typeof start === 'object'
          ? await patiently(async () =>
              offsetsFrom(client, topic, await describeSame(), start.timeMs),
            )
          : undefined;
      return new Map(
        found.map(({ partition, first, end }) => [
          partition,
          start === 'earliest' ? first : (young?.get(partition) ?? end),
        ]),
      );
    };

    return {
      name,
      identity,
      bounds,
      startingAt,
      read: (options) =>
        createKafkaReader(
          createSession({
            ...{ client, names, topicId: identity, onNotice: options.onNotice },
            partitions: states(options, known),
            isBounded: options.until !== undefined,
            longest,
          }),
        ),
      groupOffsets: (group) =>
        createGroupOffsets({ topic, group }, () => client.known(), { clientId, security }),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
};
