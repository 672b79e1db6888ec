import { TonearmError } from '../../error.ts';
import { bytesOf, createLines, type Lines } from '../../kafka/walk-lines.ts';
import { createWalk } from '../../kafka/walk.ts';
import type { RecordChunk } from '../record-source.ts';
import { fail, type PartitionState, type Session } from './session.ts';

/**
 * Walks what was fetched of a partition until the lines have this size. What cannot be read fails
 * the session, once everything before it was handed out.
 */
const take = (session: Session, state: PartitionState, lines: Lines, size: number): void => {
  const { partition, until } = state;
  const { topic } = session.names;
  for (;;) {
    const piece = state.pieces[0];
    if (piece === undefined || lines.size >= size) return;
    const { longest } = session;
    state.walk ??= createWalk({ ...piece, topic, partition }, { from: state.next, until, longest });
    try {
      state.walk.step(lines, size);
    } catch (error) {
      if (!(error instanceof TonearmError)) throw error;
      fail(session, error);
      return;
    } finally {
      state.next = state.walk.next;
    }
    if (!state.walk.isDone) continue;
    state.walk = undefined;
    state.pieces.shift();
    session.walked.push(piece.bytes);
    state.queuedBytes -= piece.size;
    session.queuedBytes -= piece.size;
  }
};

const chunkOf = (session: Session, state: PartitionState, size: number): RecordChunk => {
  const lines = createLines();
  take(session, state, lines, size);
  const { next } = state;
  const { offsets, refused, originals } = lines;
  return {
    partition: state.partition,
    bytes: bytesOf(lines),
    offsetOf: (line) => offsets[line] as number,
    refused,
    originals,
    next,
  };
};

/**
 * One chunk for each partition of which something was fetched, in all about so many bytes: the same
 * share for each, and what some do not need for the others.
 */
export const gather = (session: Session, maxBytes: number): readonly RecordChunk[] => {
  const ready = [...session.partitions.values()]
    .filter(({ pieces }) => pieces.length > 0)
    .toSorted((a, b) => a.queuedBytes - b.queuedBytes);
  const chunks: RecordChunk[] = [];
  let left = maxBytes;
  for (const [index, state] of ready.entries()) {
    const share = Math.max(1, left / (ready.length - index));
    const before = state.next;
    const chunk = chunkOf(session, state, share);
    left -= chunk.bytes.length;
    if (chunk.next !== before) chunks.push(chunk);
  }
  if (ready.length > 0) session.changed.ring();
  return chunks.toSorted((a, b) => a.partition - b.partition);
};
