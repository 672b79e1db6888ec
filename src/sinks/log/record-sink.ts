import { partitionOf } from '../../kafka/murmur2.ts';
import { openLogWriter, type LogWriterOptions } from '../../log/write-log.ts';
import type { RecordSink } from '../record-sink.ts';

/** Bytes that are gathered before they are written. */
const mostBuffered = 1 << 20;

/** How long a record may wait for others. */
const lingerMs = 10;

const noKey = -1;

/**
 * Appends records to the embedded log; keys choose the partition and are not kept. A value holds
 * no LF: it ends a line. `flush` waits for the disk; a record counts as acknowledged when the
 * system has it, which outlives this process.
 * @throws TonearmError OUTPUT_UNWRITABLE, STATE_IN_USE, USAGE
 */
export const openLogSink = async (options: LogWriterOptions): Promise<RecordSink> => {
  const log = await openLogWriter(options);
  const files = log.partitions;
  let turn = 0;
  let added = 0;
  let acknowledged = 0;
  let buffered = 0;
  let timer: NodeJS.Timeout | undefined;
  let hasFailed = false;
  let last: Promise<void> = Promise.resolve();

  const writeAll = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    buffered = 0;
    const records = added;
    const before = last;
    last = Promise.all([before, ...files.map((file) => file.write())]).then(() => {
      acknowledged = records;
    });
    // Whoever waits next hears of it.
    last.catch(() => {
      hasFailed = true;
    });
    return last;
  };

  const sink: RecordSink = {
    name: `file:${options.folder}`,
    partitions: files.length,
    addSlice: (bytes, keyFrom, keyTo, from, to) => {
      const partition =
        keyFrom === noKey
          ? turn++ % files.length
          : partitionOf(bytes, keyFrom, keyTo, files.length);
      files[partition]!.add(bytes, from, to);
      buffered += to - from + 1;
      added += 1;
      timer ??= setTimeout(() => void writeAll(), lingerMs);
    },
    add: (key, value) => {
      const bytes = key === null ? value : Buffer.concat([key, value]);
      const length = key?.length ?? 0;
      sink.addSlice(bytes, key === null ? noKey : 0, length, length, bytes.length);
    },
    ready: () => (buffered < mostBuffered && !hasFailed ? undefined : writeAll()),
    flush: async () => {
      await writeAll();
      await Promise.all(files.map((file) => file.sync()));
    },
    counts: () => ({ acknowledged, pending: added - acknowledged }),
    close: async () => {
      clearTimeout(timer);
      await last.catch(() => undefined);
      await log.close();
    },
  };
  return sink;
};
