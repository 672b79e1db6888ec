import type { LogRecord } from '../engines/reference/stream/log-record.ts';
import { runReferenceStream } from '../engines/reference/stream/run-stream.ts';
import { maxEventBytes } from '../event/reject.ts';
import type { Query } from '../plan/query.ts';
import { zoneOffsets } from '../plan/zone.ts';
import { toPaneLine } from '../result/to-pane-line.ts';
import type { RecordChunk, RecordSource } from '../sources/record-source.ts';
import { endInstant, firstInstant } from '../event/time.ts';
import type { StreamResult } from '../stream/runtime.ts';
import type { StreamHost, StreamSettings } from './stream-options.ts';

const lineFeed = 10;
const waitMs = 1_000;
const maxBytes = 16 << 20;

/** A value that is refused for the same reason. */
const refusedValue = (reason: string): Uint8Array | null =>
  reason === 'empty' ? null : Buffer.alloc(reason === 'oversize' ? maxEventBytes + 1 : 1, ' ');

const recordsOf = (chunk: RecordChunk): readonly LogRecord[] => {
  const { partition, bytes } = chunk;
  const records: LogRecord[] = chunk.refused.map(({ offset, reason }) => ({
    partition,
    offset,
    value: refusedValue(reason),
  }));
  let from = 0;
  for (let line = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(lineFeed, from);
    const value = chunk.originals.get(line) ?? bytes.slice(from, end);
    records.push({ partition, offset: chunk.offsetOf(line), value });
    from = end + 1;
  }
  return records.toSorted((left, right) => left.offset - right.offset);
};

const readAll = async (
  source: RecordSource,
  { start }: StreamSettings,
  onNotice: (text: string) => void,
): Promise<readonly LogRecord[]> => {
  const from = new Map(await source.startingAt(start));
  const until = new Map((await source.bounds()).map(({ partition, end }) => [partition, end]));
  const reader = source.read({ from, until, onNotice });
  const next = new Map(from);
  const log: LogRecord[] = [];
  try {
    while ([...until].some(([partition, end]) => (next.get(partition) ?? 0) < end)) {
      for (const chunk of (await reader.next({ maxBytes, waitMs })).chunks) {
        log.push(...recordsOf(chunk));
        next.set(chunk.partition, chunk.next);
      }
    }
  } finally {
    await reader.close();
  }
  return log;
};

/** A bounded run with the oracle: slow, in memory, without a state. */
export const referenceStream = async (
  source: RecordSource,
  settings: StreamSettings,
  queries: readonly Query[],
  { sinks, onNotice }: StreamHost,
): Promise<StreamResult> => {
  const log = await readAll(source, settings, onNotice);
  const { panes, counts, rejected } = runReferenceStream({
    log,
    mapping: settings.mapping,
    watermarkDelayUs: settings.watermarkDelayUs,
    queries,
    context: {
      settings: settings.settings,
      zone: zoneOffsets(settings.timeZone, firstInstant, endInstant),
    },
  });
  const lines = panes.map((pane) =>
    toPaneLine({ ...pane, revision: 1, final: true, watermark: null }),
  );
  for (const sink of sinks) await sink.deliver(lines);
  const reasons: Record<string, number> = {};
  for (const { reason } of rejected) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return { counts: { ...counts, rejected: reasons }, finals: lines.length };
};
