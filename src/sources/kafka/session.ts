import type { Connection } from '../../kafka/driver.ts';
import type { TonearmError } from '../../error.ts';
import type { Client } from '../../kafka/client.ts';
import type { BrokerAddress } from '../../kafka/connection.ts';
import type { AbortedTransaction } from '../../kafka/walk-aborted.ts';
import type { Walk } from '../../kafka/walk.ts';
import { createFetch, type FetchRecords } from '../../kafka/fetch.ts';
import { createBell, type Bell } from './bell.ts';
import type { SourceNames } from './failure.ts';
import { createSpareBuffers, type SpareBuffers } from './spare-buffers.ts';

/** What one fetch gave of a partition, fetched ahead. */
export interface FetchedPiece {
  readonly bytes: Buffer;
  readonly size: number;
  readonly aborted: readonly AbortedTransaction[];
}

/** The broker that leads a partition. */
export interface Leader {
  readonly node: number;
  readonly address: BrokerAddress;
}

export const nameOf = ({ address: { host, port } }: Leader): string => `${host}:${port}`;

export const isSameLeader = (a: Leader | undefined, b: Leader | undefined): boolean =>
  a?.node === b?.node && a?.address.host === b?.address.host && a?.address.port === b?.address.port;

export interface PartitionState {
  readonly partition: number;
  readonly until: number;
  leader: Leader | undefined;
  leaderEpoch: number;
  /** Not to be fetched before its leader was asked for again. */
  isStale: boolean;
  /** Where the next fetch begins; Infinity behind what cannot be read. */
  fetchOffset: number;
  /** Where the next chunk begins. */
  next: number;
  /** What may be read ends before this offset, as last heard. */
  end: number;
  readonly pieces: FetchedPiece[];
  queuedBytes: number;
  /** Of the first piece, once it was begun. */
  walk: Walk | undefined;
}

/** What those who fetch, who look after leaders and who take chunks share. */
export interface Session {
  readonly client: Client;
  readonly names: SourceNames;
  readonly topicId: string;
  readonly partitions: Map<number, PartitionState>;
  /** New partitions are left alone when only so much is to be read. */
  readonly isBounded: boolean;
  /** Bytes of a value; undefined: an event's. */
  readonly longest: number | undefined;
  readonly onNotice: (text: string) => void;
  /** With fetches under way. */
  readonly connections: Set<Connection>;
  readonly fetch: FetchRecords;
  readonly spare: SpareBuffers;
  /** Walked to their ends: used again when nobody looks at the chunks of them any more. */
  readonly walked: Buffer[];
  queuedBytes: number;
  failure: TonearmError | undefined;
  isClosed: boolean;
  /** Records have come, or a failure, or the end. */
  readonly arrived: Bell;
  /** There is room for more, or somebody else leads. */
  readonly changed: Bell;
  /** Somebody found that what is known of the leaders is wrong. */
  readonly doubted: Bell;
}

export const partitionState = (
  partition: number,
  offset: number,
  end: number,
  until: number,
): PartitionState => ({
  partition,
  until,
  leader: undefined,
  leaderEpoch: -1,
  isStale: false,
  fetchOffset: offset,
  next: offset,
  end,
  pieces: [],
  queuedBytes: 0,
  walk: undefined,
});

type SessionStart = Pick<
  Session,
  'client' | 'names' | 'topicId' | 'partitions' | 'isBounded' | 'longest' | 'onNotice'
>;

/** Bytes of buffers that are kept to be used again. */
const spareBytes = 1 << 24;

export const createSession = (start: SessionStart): Session => {
  const spare = createSpareBuffers(spareBytes);
  return {
    ...start,
    connections: new Set(),
    fetch: createFetch((size) => spare.take(size)),
    spare,
    walked: [],
    queuedBytes: 0,
    failure: undefined,
    isClosed: false,
    arrived: createBell(),
    changed: createBell(),
    doubted: createBell(),
  };
};

export const isRunning = (session: Session): boolean =>
  !session.isClosed && session.failure === undefined;

/** To be called when the chunks that were handed out are not looked at any more. */
export const reuseWalked = ({ walked, spare }: Session): void => {
  for (const bytes of walked.splice(0)) spare.giveBack(bytes);
};

/** Stops everything; whoever takes chunks hears of it after those that came before. */
export const fail = (session: Session, failure: TonearmError): void => {
  session.failure ??= failure;
  ringAll(session);
};

export const ringAll = ({ arrived, changed, doubted }: Session): void => {
  arrived.ring();
  changed.ring();
  doubted.ring();
};
