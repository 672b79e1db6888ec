import { endConnection } from '../../kafka/connection.ts';
import type { ReadResult, RecordReader } from '../record-source.ts';
import { gather } from './gather.ts';
import { lookAfter } from './look-after.ts';
import { fail, isRunning, reuseWalked, ringAll, type Session } from './session.ts';
import { unreachable } from './failure.ts';

/** True when everything was read that was to be. */
const isDone = ({ partitions, isBounded }: Session): boolean =>
  isBounded && [...partitions.values()].every(({ next, until }) => next >= until);

/** A reader with an end takes what there is. */
const isEnough = (session: Session, leastBytes: number): boolean =>
  session.isBounded || !isRunning(session) || session.queuedBytes >= leastBytes;

/** Begins to fetch ahead at once. */
export const createKafkaReader = (session: Session): RecordReader => {
  let isWoken = false;

  // What is not foreseen must not end the process behind the reader's back.
  lookAfter(session).catch((error: unknown) => fail(session, unreachable(session.names, error)));

  const result = (chunks: ReadResult['chunks']): ReadResult => ({
    chunks,
    ends: new Map([...session.partitions.values()].map(({ partition, end }) => [partition, end])),
  });

  const wake = (): void => {
    isWoken = true;
    session.arrived.ring();
  };

  return {
    async next({ maxBytes, waitMs, leastBytes = 0 }) {
      isWoken = waitMs <= 0;
      reuseWalked(session);
      const timer = setTimeout(wake, waitMs);
      try {
        for (;;) {
          const chunks = isEnough(session, leastBytes) || isWoken ? gather(session, maxBytes) : [];
          if (chunks.length > 0) return result(chunks);
          if (session.failure !== undefined) throw session.failure;
          if (isWoken || isDone(session) || session.isClosed) return result(chunks);
          await session.arrived.wait(waitMs);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    wake,
    async close() {
      session.isClosed = true;
      ringAll(session);
      await Promise.all([...session.connections].map(endConnection));
    },
  };
};
