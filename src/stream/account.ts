import type { Admitted, StreamCounts } from '../engines/stream-state.ts';
import type { Frame } from '../plan/frame.ts';
import type { Arrived } from './arrive.ts';
import type { Gathered } from './gather.ts';
import { createInstantText, type InstantText, lateLine, missedWindows } from './late.ts';

/** The rows of a batch that did not count everywhere, as lines of NDJSON. */
export interface SideLines {
  readonly late: readonly string[];
  readonly rejected: readonly string[];
}

const lateOf = (
  frames: readonly Frame[],
  { source, behind: events }: Arrived,
  behind: Admitted['behind'][number],
  boundText: InstantText,
): readonly string[] => {
  const byRow = new Map(events.map((event) => [event.row, event]));
  return behind.flatMap(({ row, watermark }) => {
    const found = byRow.get(row);
    if (found === undefined) return [];
    const missed = missedWindows(frames, found.event.event_time, watermark);
    const place = { source, position: found.position };
    return missed.length === 0 ? [] : [lateLine(place, found.event, missed, boundText)];
  });
};

/** Late events that are no duplicates, and rejected records. */
export const sideLines = (
  frames: readonly Frame[],
  { arrived }: Gathered,
  { behind }: Admitted,
): SideLines => {
  const boundText = createInstantText();
  return {
    late: arrived.flatMap((one, chunk) => lateOf(frames, one, behind[chunk] ?? [], boundText)),
    rejected: arrived.flatMap(({ rejected }) => rejected.map((row) => JSON.stringify(row))),
  };
};

/** The counts with those of a batch: read = accepted + duplicates + rejected. */
export const counted = (
  counts: StreamCounts,
  { arrived, rows }: Gathered,
  { accepted, duplicates }: Admitted,
  late: number,
): StreamCounts => {
  const rejected: Record<string, number> = { ...counts.rejected };
  for (const { reason } of arrived.flatMap((one) => one.rejected)) {
    rejected[reason] = (rejected[reason] ?? 0) + 1;
  }
  return {
    read: counts.read + rows,
    accepted: counts.accepted + accepted,
    duplicates: counts.duplicates + duplicates,
    late: counts.late + late,
    rejected,
  };
};
