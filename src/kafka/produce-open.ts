import { TonearmError } from '../error.ts';
import { createClient, type Client } from './client.ts';
import type { BrokerAddress, Security } from './connection.ts';
import type { ProducerIdentity } from './encode-batch.ts';
import { createTopic, leadersOf, mayPass, newProducer, type LedTopic } from './produce-topic.ts';
import { hintOn, reasonOf } from './reason.ts';
import { retrying } from './retry.ts';

export interface ProduceTarget {
  /** For messages: the address. */
  readonly name: string;
  readonly brokers: readonly BrokerAddress[];
  readonly topic: string;
  readonly clientId: string;
  readonly security?: Security | undefined;
  /** Make the topic where it is missing. */
  readonly createTopic: boolean;
  /** How many the topic shall have; undefined: as many as it has, or as brokers give a new one. */
  readonly partitions: number | undefined;
  /** Settings of a topic that is made, beside what brokers give it. */
  readonly configs?: Readonly<Record<string, string>>;
}

export interface OpenedTarget {
  readonly client: Client;
  readonly led: LedTopic;
  readonly producer: ProducerIdentity;
}

const mostAttempts = 6;

const missing = ({ name, topic }: ProduceTarget): TonearmError =>
  new TonearmError('TOPIC_MISSING', `there is no topic ${topic} at ${name}`, {
    facts: { to: name },
    hint: `\`tonearm produce --to ${name} --create-topic\` makes it`,
  });

const other = ({ name, topic }: ProduceTarget, wanted: number, found: number): TonearmError =>
  new TonearmError('USAGE', `the topic ${topic} has ${found} partitions, not ${wanted}`, {
    facts: { to: name, partitions: found },
    hint: '--partitions is for a topic that is made; leave it out or name another topic',
  });

const prepareTopic = async (client: Client, target: ProduceTarget): Promise<LedTopic> => {
  const { topic, partitions, configs } = target;
  const found = await leadersOf(client, topic);
  if (found === undefined) {
    if (!target.createTopic) throw missing(target);
    await createTopic(client, topic, partitions, configs);
    // Brokers hear of it one after another.
    throw new Error(`the topic ${topic} is not there yet`);
  }
  if (partitions !== undefined && found.leaders.length !== partitions) {
    throw other(target, partitions, found.leaders.length);
  }
  return found;
};

/**
 * Finds, or makes, the topic and gets a producer's identity; tries for some seconds.
 * @throws TonearmError SINK_FAILED, TOPIC_MISSING, USAGE
 */
export const openTarget = async (target: ProduceTarget): Promise<OpenedTarget> => {
  const { name, brokers, clientId, security } = target;
  const client = createClient(brokers, { clientId, security });
  const patiently = <T>(action: () => Promise<T>): Promise<T> =>
    retrying(action, { most: mostAttempts, passes: mayPass });
  try {
    const led = await patiently(() => prepareTopic(client, target));
    const producer = await patiently(() => newProducer(client));
    return { client, led, producer };
  } catch (cause) {
    await client.close();
    if (cause instanceof TonearmError) throw cause;
    throw new TonearmError('SINK_FAILED', `cannot reach ${name}: ${reasonOf(cause)}`, {
      facts: { to: name },
      cause,
      hint: hintOn(cause) ?? 'check the address, and that a broker runs there',
    });
  }
};
