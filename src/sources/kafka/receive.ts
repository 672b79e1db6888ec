import { protocolErrorsCodesById } from '../../kafka/driver.ts';
import type { FetchedPartition } from '../../kafka/fetch.ts';
import { offsetBehind, readFrame } from '../../kafka/walk-batch.ts';
import { listBounds } from './bounds.ts';
import { accessDenied, corruptOnDisk, recordsGone } from './failure.ts';
import { fail, type PartitionState, type Session } from './session.ts';
import { verdictOf } from './verdict.ts';

/** Keeps what was fetched until it is asked for. */
const keep = (session: Session, state: PartitionState, fetched: FetchedPartition): void => {
  const { bytes, aborted, end } = fetched;
  state.end = end;
  const behind = offsetBehind(bytes);
  // A first batch that is cut comes whole when the partition is the first of a fetch.
  if (behind === undefined && readFrame(bytes, 0) === undefined) return;
  // A batch of another format is kept, so that the walk says so; nothing is fetched behind it.
  state.fetchOffset = behind ?? Infinity;
  const size = bytes.length;
  state.pieces.push({ bytes, size, aborted });
  state.queuedBytes += size;
  session.queuedBytes += size;
  session.arrived.ring();
};

/** An offset out of range: gone for good, unless the bounds say otherwise by now. */
const checkRange = async (session: Session, state: PartitionState): Promise<void> => {
  const wanted = state.fetchOffset;
  const { leader, leaderEpoch: epoch, partition } = state;
  if (leader === undefined) return;
  const [bounds] = await listBounds(session.client, session.names.topic, leader.address, [
    { partition, epoch },
  ]);
  if (bounds === undefined || (wanted >= bounds.first && wanted <= bounds.end)) return;
  fail(session, recordsGone(session.names, { ...bounds, wanted }));
};

/**
 * Takes in the answer for one partition. Resolves to the name of an error that asks for patience.
 */
export const receive = async (
  session: Session,
  state: PartitionState,
  fetched: FetchedPartition,
): Promise<string | undefined> => {
  const { errorCode } = fetched;
  if (errorCode === 0) {
    keep(session, state, fetched);
    return undefined;
  }
  switch (verdictOf(errorCode)) {
    case 'ask again who leads':
      state.isStale = true;
      break;
    case 'see which offsets there are':
      await checkRange(session, state);
      break;
    case 'corrupt':
      fail(session, corruptOnDisk(session.names, state.partition, state.fetchOffset));
      break;
    case 'denied':
      fail(session, accessDenied(session.names));
      break;
    case 'try again':
  }
  return protocolErrorsCodesById[errorCode] ?? `error ${errorCode}`;
};
