import { open } from 'node:fs/promises';
import { TonearmError, unwritableFile } from '../../error.ts';
import { listPartitions, partitionPath } from '../../log/layout.ts';
import { lastLineEnd } from '../../log/read-bytes.ts';
import { writeLines } from '../../log/write-lines.ts';
import { openLogWriter } from '../../log/write-log.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import type { PaneSink } from '../pane-sink.ts';
import { readFinals } from './finals.ts';
import { lineHeads } from './line-heads.ts';
import { readMark, writeMark } from './mark-file.ts';
import { finalKey, readPaneHead } from './pane-key.ts';

export interface PaneLogOptions {
  readonly folder: string;
  /** For messages; `file:FOLDER` unless told otherwise. */
  readonly name?: string;
  /** Makes the id of a new log. */
  readonly newId: () => string;
  /** Bytes behind the mark that are read again at the next start; 16 MiB unless told otherwise. */
  readonly markEvery?: number;
}

const otherContent = (folder: string): TonearmError =>
  new TonearmError('OUTPUT_FOREIGN', `${folder} holds something other than panes`, {
    facts: { path: folder },
    hint: 'name a new folder for the panes',
  });

/** A log of events is not for panes. What has no whole line yet may become anything. */
const checkContent = async (folder: string): Promise<void> => {
  const found = (await listPartitions(folder)) ?? [];
  if (found.some((partition) => partition > 0)) throw otherContent(folder);
  if (found.length === 0) return;
  const file = await open(partitionPath(folder, 0), 'r');
  try {
    const { size } = await file.stat();
    if ((await lastLineEnd(file, size)) === 0) return;
    for await (const head of lineHeads(file, 0, 1)) {
      if (readPaneHead(head) === undefined) throw otherContent(folder);
    }
  } finally {
    await file.close();
  }
};

/** The file of panes, and which finals it holds. */
const openPanes = async (folder: string) => {
  const path = partitionPath(folder, 0);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const mark = await readMark(folder, size);
    return { file, size, mark, finals: await readFinals(file, size, mark) };
  } catch (error) {
    await file.close();
    throw error;
  }
};

/**
 * Panes as an embedded log of one partition, one line each; a final that comes again after a crash
 * is written once. One process at a time.
 * @throws TonearmError OUTPUT_FOREIGN, OUTPUT_UNWRITABLE, STATE_IN_USE, as do its methods
 */
export const openPaneLog = async ({
  folder,
  name = `file:${folder}`,
  newId,
  markEvery = 1 << 24,
}: PaneLogOptions): Promise<PaneSink> => {
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw unwritableFile(folder, cause);
    }
  };

  await guarded(() => checkContent(folder));
  const log = await openLogWriter({ folder, partitions: 1, newId });
  const [writer] = log.partitions;
  if (writer === undefined) throw new RangeError('a log of one partition has one');
  const panes = await guarded(() => openPanes(folder)).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const { file, finals } = panes;
  let { size } = panes;
  let marked = panes.mark.bytes;
  let failure: unknown;

  const putMark = async (): Promise<void> => {
    await writer.sync();
    await writeMark(folder, finals.mark(size));
    marked = size;
  };

  const append = async (lines: readonly PaneLine[]): Promise<void> => {
    const closed = lines.filter(({ final }) => final);
    const missing = await finals.missing(closed.map(finalKey));
    const known = new Set(closed.filter((_, index) => !missing.has(index)));
    const fresh = lines.filter((line) => !known.has(line));
    size += await writeLines(
      writer,
      fresh.map(({ json }) => json),
    );
    for (const line of fresh) if (line.final) finals.add(finalKey(line));
    if (closed.length > 0) await writer.sync();
    if (size - marked >= markEvery) await putMark();
  };

  return {
    name,
    deliver: async (lines) => {
      // What a failed call has written is not known: only a new start may go on.
      if (failure !== undefined) throw failure;
      try {
        await guarded(() => append(lines));
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    close: async () => {
      try {
        if (failure === undefined && size > marked) await guarded(putMark);
      } finally {
        await file.close();
        await log.close();
      }
    },
  };
};
