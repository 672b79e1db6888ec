import type { Connection } from '../../kafka/driver.ts';
import { TonearmError } from '../../error.ts';
import { endConnection } from '../../kafka/connection.ts';
import { reasonOf } from '../../kafka/reason.ts';
import { backoffMs } from '../../kafka/retry.ts';
import { receive } from './receive.ts';
import {
  fail,
  isRunning,
  isSameLeader,
  nameOf,
  type Leader,
  type PartitionState,
  type Session,
} from './session.ts';

/** How long a broker waits for so many bytes: four answers a second when little comes. */
const longWaitMs = 250;
const leastBytes = 1 << 16;
/** The same while some partition has no room for more: room may come at any moment. */
const shortWaitMs = 10;
const partitionMaxBytes = 1 << 22;
const maxBytes = 1 << 23;
/** Bytes fetched ahead, of all partitions; as they came, packed or not. */
const aheadBytes = 1 << 24;
/** Rings wake whoever waits; this is only how long a missed one would matter. */
const longestSleepMs = 1000;

/** Failures in a row that are worth a word: brokers end connections that are old, or rest. */
const patience = 2;

const isWanted = ({ isStale, fetchOffset, until }: PartitionState): boolean =>
  !isStale && fetchOffset < until;

/** The partitions in another order each time, so that none is always served first. */
const rotated = <T>(items: readonly T[], turn: number): readonly T[] => {
  const first = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};

/**
 * Fetches ahead what one broker leads, one fetch under way while the last is worked on, until the
 * broker leads nothing more or the session ends. Outages are waited out.
 */
export const runFetchLoop = async (session: Session, leader: Leader): Promise<void> => {
  const name = nameOf(leader);
  const { client, onNotice, topicId } = session;
  let connection: Connection | undefined;
  let failures = 0;
  let turn = 0;

  const drop = async (): Promise<void> => {
    const open = connection;
    connection = undefined;
    if (open === undefined) return;
    session.connections.delete(open);
    await endConnection(open);
  };

  /** What to ask for, and whether something has to wait for room. */
  const plan = (
    led: readonly PartitionState[],
  ): { readonly asked: readonly PartitionState[]; readonly isFull: boolean } => {
    const wanted = led.filter(isWanted);
    const share = Math.max(partitionMaxBytes, aheadBytes / session.partitions.size);
    const asked =
      session.queuedBytes < aheadBytes
        ? wanted.filter(({ queuedBytes }) => queuedBytes < share)
        : [];
    return { asked: rotated(asked, turn), isFull: asked.length < wanted.length };
  };

  const fetchOnce = async (asked: readonly PartitionState[], isFull: boolean): Promise<void> => {
    if (connection === undefined) {
      connection = await client.connect(leader.address);
      session.connections.add(connection);
      if (!isRunning(session)) return;
    }
    const requested = asked.map(({ partition, fetchOffset, leaderEpoch }) => ({
      partition,
      offset: fetchOffset,
      leaderEpoch,
    }));
    const maxWaitMs = isFull ? shortWaitMs : longWaitMs;
    const answer = await session.fetch(connection, {
      ...{ topicId, partitions: requested },
      ...{ maxWaitMs, leastBytes, maxBytes, partitionMaxBytes },
    });
    turn += 1;
    const problems = new Set<string>();
    for (const fetched of answer.partitions) {
      const state = session.partitions.get(fetched.partition);
      const request = requested.find(({ partition }) => partition === fetched.partition);
      // Somebody else may have begun to lead in the meantime.
      if (state === undefined || request === undefined || !isSameLeader(state.leader, leader))
        continue;
      if (state.fetchOffset !== request.offset || !isRunning(session)) continue;
      const problem = await receive(session, state, fetched);
      if (problem !== undefined) problems.add(problem);
    }
    if (problems.size > 0) throw new Error([...problems].join(', '));
    if (answer.errorCode !== 0) throw new Error(`error ${answer.errorCode}`);
    if (failures >= patience) onNotice(`${name} serves records again`);
    failures = 0;
  };

  try {
    while (isRunning(session)) {
      const led = [...session.partitions.values()].filter((state) =>
        isSameLeader(state.leader, leader),
      );
      if (led.length === 0) return;
      const { asked, isFull } = plan(led);
      if (asked.length === 0) {
        await session.changed.wait(longestSleepMs);
        continue;
      }
      try {
        await fetchOnce(asked, isFull);
      } catch (error) {
        await drop();
        if (error instanceof TonearmError) fail(session, error);
        if (!isRunning(session)) return;
        failures += 1;
        if (failures === patience) onNotice(`${name}: ${reasonOf(error)}; trying again`);
        session.doubted.ring();
        await session.changed.wait(backoffMs(failures + 1));
      }
    }
  } finally {
    await drop();
  }
};
