import { metadataV12, ResponseError, type Connection } from './driver.ts';
import { TonearmError } from '../error.ts';
import type { BrokerAddress } from './connection.ts';

export interface PartitionLeader {
  readonly partition: number;
  /** The number of the broker; undefined while there is no leader. */
  readonly leader: number | undefined;
  readonly epoch: number;
}

export interface TopicDescription {
  readonly brokers: ReadonlyMap<number, BrokerAddress>;
  /** Undefined where the cluster has no topic of that name. */
  readonly topic:
    | {
        /** A uuid; a topic that is deleted and made anew has another one. */
        readonly id: string;
        readonly partitions: readonly PartitionLeader[];
      }
    | undefined;
}

type Answer = Awaited<ReturnType<typeof metadataV12.api.async>>;

const noId = '00000000-0000-0000-0000-000000000000';

const errorCode = { unknownTopic: 3, invalidTopic: 17, topicAuthorizationFailed: 29 };

/** The client throws where any topic or partition has an error code; the rest of it still counts. */
const ask = async (connection: Connection, topic: string): Promise<Answer> => {
  try {
    return await metadataV12.api.async(connection, [topic], false, false);
  } catch (error) {
    if (error instanceof ResponseError && error['response'] !== undefined) {
      return error['response'] as Answer;
    }
    throw error;
  }
};

/**
 * Who leads the partitions of a topic, in the order of the partitions. Throws what may pass where
 * the brokers cannot say it yet.
 * @throws TonearmError SOURCE_UNREACHABLE where the topic may not be read
 */
export const describeTopic = async (
  connection: Connection,
  name: string,
): Promise<TopicDescription> => {
  const answer = await ask(connection, name);
  const brokers = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
  const topic = answer.topics[0];
  const code = topic?.errorCode ?? errorCode.unknownTopic;
  if (code === errorCode.topicAuthorizationFailed) {
    throw new TonearmError('SOURCE_UNREACHABLE', `the topic ${name} may not be described`, {
      facts: { topic: name },
      hint: 'give this user the right to describe and read the topic',
    });
  }
  if (topic === undefined || code === errorCode.unknownTopic || code === errorCode.invalidTopic) {
    return { brokers, topic: undefined };
  }
  // Brokers that hear of a topic one after another answer without its id.
  if (code !== 0 || topic.topicId === noId) {
    throw new Error(`the brokers do not know ${name} well yet (error ${code})`);
  }
  const partitions = topic.partitions
    .map(({ partitionIndex, leaderId, leaderEpoch }) => ({
      partition: partitionIndex,
      leader: leaderId < 0 ? undefined : leaderId,
      epoch: leaderEpoch,
    }))
    .toSorted((a, b) => a.partition - b.partition);
  return { brokers, topic: { id: topic.topicId, partitions } };
};
