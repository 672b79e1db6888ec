import { setTimeout as wait } from 'node:timers/promises';
import { TonearmError } from '../error.ts';
import type { Client } from './client.ts';
import { createLink, type LinkedPartition, type ProduceLink } from './produce-link.ts';
import { createProduceQueue, type SealedBatch } from './produce-queue.ts';
import type { PartitionAnswer } from './produce-request.ts';
import { leadersOf, mayPass, type LedTopic } from './produce-topic.ts';
import { isOutOfOrder, verdictOn, wordsOf } from './produce-verdict.ts';
import { reasonOf } from './reason.ts';
import { backoffMs } from './retry.ts';

export interface DeliveryOptions {
  readonly client: Client;
  /** For messages: the address. */
  readonly name: string;
  readonly topic: string;
  readonly led: LedTopic;
  /** Attempts to get on without an acknowledgement between them, at most about a second apart. */
  readonly mostAttempts: number;
  /** Milliseconds to wait before an attempt; the first after an acknowledgement is 1. */
  readonly backoffMs?: ((attempt: number) => number) | undefined;
  readonly onAcknowledged: (batch: SealedBatch) => void;
  /** After every change: acknowledgements, or the failure. */
  readonly onChange: () => void;
  /** An outage and its end, one sentence each. */
  readonly onNotice: (text: string) => void;
}

/** Brings batches to the leaders of their partitions, in order and once, whatever happens to them. */
export interface Delivery {
  readonly partitions: readonly LinkedPartition[];
  /** Sends what was added to the queues. */
  pump(): void;
  /** What ended it for good. */
  failure(): TonearmError | undefined;
  close(): Promise<void>;
}

const byLeader = (
  { leaders }: LedTopic,
  partitions: readonly LinkedPartition[],
): readonly (readonly LinkedPartition[])[] => {
  const groups = new Map<string, LinkedPartition[]>();
  for (const linked of partitions) {
    const leader = leaders[linked.partition];
    if (leader === undefined) throw new Error(`partition ${linked.partition} is not there`);
    const key = `${leader.host}:${leader.port}`;
    groups.set(key, [...(groups.get(key) ?? []), linked]);
  }
  return [...groups.values()];
};

/**
 * A failed request leaves open whether its batches were appended. So after any failure everything
 * stops, and when nothing is under way all that is not acknowledged is sent again, in order, with
 * the same numbers, of each partition one batch until one is acknowledged: the broker keeps of each
 * batch one, for as long as it remembers the producer.
 */
export const createDelivery = (options: DeliveryOptions): Delivery => {
  const { client, name, topic, mostAttempts, onAcknowledged, onChange, onNotice } = options;
  const backoff = options.backoffMs ?? backoffMs;
  const partitions: readonly LinkedPartition[] = options.led.leaders.map((_, partition) => ({
    partition,
    queue: createProduceQueue(),
    stalled: false,
  }));
  const stopping = new AbortController();
  let links: readonly ProduceLink[] = [];
  let state: 'recovering' | 'running' | 'over' = 'recovering';
  let trouble: string | undefined;
  let failure: TonearmError | undefined;
  let attempts = 0;
  let noticed = false;
  let isRecovering = false;

  const closeLinks = async (): Promise<void> => {
    const closing = links;
    links = [];
    await Promise.all(closing.map((link) => link.close()));
  };

  const fail = (error: TonearmError): void => {
    if (state === 'over') return;
    state = 'over';
    failure = error;
    stopping.abort();
    void closeLinks();
    onChange();
  };

  const pump = (): void => {
    if (state === 'running') for (const link of links) link.pump();
  };

  const onAnswer = (linked: LinkedPartition, answer: PartitionAnswer): void => {
    if (isOutOfOrder(answer) && linked.queue.passOver()) return;
    const verdict = verdictOn(answer, { to: name });
    if (verdict === 'done') {
      attempts = 0;
      if (noticed) onNotice(`${name}: sending again`);
      noticed = false;
      for (const batch of linked.queue.acknowledge()) onAcknowledged(batch);
    } else if (verdict === 'again') {
      linked.stalled = true;
      trouble ??= wordsOf(answer);
    } else {
      fail(verdict);
    }
  };

  const onSettled = (): void => {
    if (state === 'running' && trouble !== undefined) state = 'recovering';
    if (state === 'running') pump();
    else if (state === 'recovering' && links.every((link) => link.underWay() === 0)) void recover();
    onChange();
  };

  const connect = async (led: LedTopic): Promise<void> => {
    const made: ProduceLink[] = [];
    links = made;
    for (const group of byLeader(led, partitions)) {
      const connection = await client.connect(led.leaders[group[0]!.partition]!);
      const link = createLink(connection, topic, group, {
        onAnswer,
        onFailure: (cause) => {
          trouble ??= reasonOf(cause);
          void link.close();
        },
        onSettled,
      });
      made.push(link);
    }
  };

  const reconnect = async (): Promise<void> => {
    await closeLinks();
    const led = await leadersOf(client, topic);
    if (led === undefined) throw new Error(`the topic ${topic} is not there`);
    if (led.id !== options.led.id) {
      throw new TonearmError('LOG_REPLACED', `the topic ${topic} was deleted and made anew`, {
        facts: { to: name },
        hint: 'what was sent before is gone with the old topic; produce again from the start',
      });
    }
    await connect(led);
  };

  const notice = (thrown: unknown): void => {
    if (!noticed) onNotice(`${name}: ${reasonOf(thrown)}; trying again`);
    noticed = true;
  };

  const givenUp = (cause: unknown): TonearmError =>
    cause instanceof TonearmError
      ? cause
      : new TonearmError('SINK_FAILED', `cannot write to ${name}: ${reasonOf(cause)}`, {
          facts: { to: name, attempts },
          cause,
          hint: 'records that were not acknowledged may be missing; check the brokers',
        });

  const reconnected = async (): Promise<boolean> => {
    let cause: unknown = new Error(trouble);
    while (attempts < mostAttempts) {
      // The first attempt is not worth a word: brokers close connections that rest.
      if (attempts > 0) notice(cause);
      attempts += 1;
      try {
        await wait(backoff(attempts), undefined, { signal: stopping.signal });
        await reconnect();
        return true;
      } catch (thrown) {
        cause = thrown;
        if (!mayPass(thrown)) break;
      }
    }
    fail(givenUp(cause));
    return false;
  };

  const recover = async (): Promise<void> => {
    if (isRecovering) return;
    isRecovering = true;
    const done = await reconnected();
    isRecovering = false;
    if (!done || state !== 'recovering') return closeLinks();
    for (const linked of partitions) {
      linked.queue.rewind();
      linked.stalled = false;
    }
    trouble = undefined;
    state = 'running';
    pump();
  };

  void recover();
  return {
    partitions,
    pump,
    failure: () => failure,
    close: async () => {
      state = 'over';
      stopping.abort();
      await closeLinks();
    },
  };
};
