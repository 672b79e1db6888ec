import { TonearmError } from '../../error.ts';
import { describeTopic, type TopicDescription } from '../../kafka/metadata.ts';
import { reasonOf } from '../../kafka/reason.ts';
import { backoffMs } from '../../kafka/retry.ts';
import { topicGone, topicReplaced } from './failure.ts';
import { runFetchLoop } from './fetch-loop.ts';
import {
  fail,
  isRunning,
  isSameLeader,
  nameOf,
  partitionState,
  type Leader,
  type PartitionState,
  type Session,
} from './session.ts';

/** Between two looks at the topic while all is well: so long new partitions may go unseen. */
const refreshMs = 3000;

/** Looks in a row that find no such topic before it is taken for deleted: brokers may be starting. */
const mostMissing = 6;

/** Failures in a row that are worth a word: brokers end connections that are old, or rest. */
const patience = 2;

const leaderOf = ({ brokers }: TopicDescription, node: number | undefined): Leader | undefined => {
  const address = node === undefined ? undefined : brokers.get(node);
  return node === undefined || address === undefined ? undefined : { node, address };
};

const setLeader = (
  { onNotice }: Session,
  state: PartitionState,
  leader: Leader | undefined,
  epoch: number,
): void => {
  if (!isSameLeader(state.leader, leader)) {
    if (state.leader !== undefined && leader !== undefined) {
      onNotice(`${nameOf(leader)} leads partition ${state.partition} now`);
    }
    if (leader === undefined) onNotice(`nobody leads partition ${state.partition} at the moment`);
  }
  state.leader = leader;
  state.leaderEpoch = epoch;
  state.isStale = false;
};

/** Takes over who leads what, and begins with new partitions. */
const apply = (session: Session, description: TopicDescription): void => {
  const { topic } = description;
  if (topic === undefined) return;
  if (topic.id !== session.topicId) {
    fail(session, topicReplaced(session.names, session.topicId, topic.id));
    return;
  }
  for (const { partition, leader, epoch } of topic.partitions) {
    let state = session.partitions.get(partition);
    if (state === undefined) {
      if (session.isBounded) continue;
      session.onNotice(`partition ${partition} is new, read from its first record`);
      state = partitionState(partition, 0, 0, Infinity);
      session.partitions.set(partition, state);
    }
    setLeader(session, state, leaderOf(description, leader), epoch);
  }
};

/** Looks after who leads the partitions, and has each leader fetched from, until the session ends. */
export const lookAfter = async (session: Session): Promise<void> => {
  const loops = new Map<string, Promise<void>>();
  let failures = 0;
  let missing = 0;
  let attempts = 0;

  const startLoops = (): void => {
    for (const { leader } of session.partitions.values()) {
      if (leader === undefined) continue;
      const key = `${leader.node} ${nameOf(leader)}`;
      if (loops.has(key)) continue;
      loops.set(
        key,
        runFetchLoop(session, leader).finally(() => loops.delete(key)),
      );
    }
  };

  const look = async (): Promise<void> => {
    const { client, names } = session;
    const description = await client.requestAny((connection) =>
      describeTopic(connection, names.topic),
    );
    if (failures >= patience) session.onNotice(`${names.name} answers again`);
    failures = 0;
    missing = description.topic === undefined ? missing + 1 : 0;
    if (missing >= mostMissing) fail(session, topicGone(names));
    client.learn(description.brokers.values());
    apply(session, description);
    startLoops();
    session.changed.ring();
  };

  const isSettled = (): boolean =>
    failures === 0 &&
    missing === 0 &&
    [...session.partitions.values()].every(
      ({ leader, isStale }) => leader !== undefined && !isStale,
    );

  while (isRunning(session)) {
    try {
      await look();
    } catch (error) {
      if (error instanceof TonearmError) fail(session, error);
      if (!isRunning(session)) break;
      failures += 1;
      if (failures === patience) {
        session.onNotice(`${session.names.name} cannot be reached (${reasonOf(error)}); trying on`);
      }
    }
    if (!isRunning(session)) break;
    attempts = isSettled() ? 0 : attempts + 1;
    await session.doubted.wait(attempts === 0 ? refreshMs : backoffMs(attempts + 1));
  }
  await Promise.all(loops.values());
};
