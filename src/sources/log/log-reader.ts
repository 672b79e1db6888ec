import { listPartitions, partitionPath } from '../../log/layout.ts';
import { logMissing, logReplaced, logTruncated, unreadableLog } from '../../log/read-failure.ts';
import { openPartition, type PartitionReader } from '../../log/read-partition.ts';
import { fairShare } from '../../log/read-share.ts';
import type { ReadOptions, ReadResult, RecordChunk, RecordReader } from '../record-source.ts';
import { createPause } from './pause.ts';

/** Between two looks at a log without news: quick after the last one, slower when it is quiet. */
const shortestPauseMs = 20;
const longestPauseMs = 100;

const noOriginals: ReadonlyMap<number, Uint8Array> = new Map();

/** Follows the files of the log in the folder; looks for new ones each time it is asked. */
export const createLogReader = (folder: string, options: ReadOptions): RecordReader => {
  const { from, until, onNotice } = options;
  const readers = new Map<number, PartitionReader>();
  const pause = createPause();
  let listed = false;
  let turn = 0;
  let woken = false;

  const openNew = async (): Promise<void> => {
    const found = await listPartitions(folder).catch((cause: unknown) => {
      throw unreadableLog(folder, cause);
    });
    if (found === undefined) throw listed ? logReplaced(folder) : logMissing(folder);
    for (const partition of found) {
      if (readers.has(partition) || (until !== undefined && !until.has(partition))) continue;
      if (listed) onNotice(`partition ${partition} is new in ${folder}`);
      const path = partitionPath(folder, partition);
      const reader = await openPartition(path, from.get(partition) ?? 0, until?.get(partition));
      readers.set(partition, reader);
    }
    listed = true;
    for (const [partition, offset] of until ?? from) {
      if (offset > 0 && !readers.has(partition)) {
        throw logTruncated(partitionPath(folder, partition), offset, 0);
      }
    }
  };

  const prepare = async (maxBytes: number): Promise<void> => {
    await openNew();
    const wanted = maxBytes / Math.max(1, readers.size);
    await Promise.all([...readers.values()].map((reader) => reader.prepare(wanted)));
  };

  const takeAll = (maxBytes: number): readonly RecordChunk[] => {
    const all = [...readers].filter(([, reader]) => reader.ready() > 0);
    const share = fairShare(
      all.map(([, reader]) => reader.ready()),
      maxBytes,
    );
    // In turn, for the case that there is less room than partitions.
    const first = all.length === 0 ? 0 : turn % all.length;
    turn += 1;
    let left = maxBytes;
    const chunks: RecordChunk[] = [];
    for (const [partition, reader] of [...all.slice(first), ...all.slice(0, first)]) {
      if (left <= 0 && chunks.length > 0) break;
      const piece = reader.take(share);
      left -= Math.max(1, piece.bytes.length);
      chunks.push({ partition, ...piece, originals: noOriginals });
    }
    const wanted = maxBytes / Math.max(1, all.length);
    for (const [, reader] of all) reader.readAhead(wanted);
    return chunks.toSorted((a, b) => a.partition - b.partition);
  };

  const result = (chunks: readonly RecordChunk[]): ReadResult => ({
    chunks,
    ends: new Map([...readers].map(([partition, reader]) => [partition, reader.end()])),
  });

  const isDone = (): boolean =>
    until !== undefined && [...readers.values()].every((reader) => reader.isDone());

  return {
    next: async ({ maxBytes, waitMs }) => {
      woken = false;
      let pauseMs = shortestPauseMs;
      let waitedMs = 0;
      for (;;) {
        await prepare(maxBytes);
        const chunks = takeAll(maxBytes);
        if (chunks.length > 0 || woken || waitedMs >= waitMs || isDone()) return result(chunks);
        const ms = Math.min(pauseMs, waitMs - waitedMs);
        await pause.wait(ms);
        waitedMs += ms;
        pauseMs = Math.min(longestPauseMs, pauseMs * 1.25);
      }
    },
    wake: () => {
      woken = true;
      pause.end();
    },
    close: async () => {
      await Promise.all([...readers.values()].map((reader) => reader.close()));
      readers.clear();
    },
  };
};
