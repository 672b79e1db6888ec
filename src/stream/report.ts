import { formatInstant } from '../event/time.ts';
import type { StreamState } from '../engines/stream-state.ts';
import { backlogOf, type Live } from './live.ts';
import type { OpenWindows } from './open-windows.ts';
import { isIdle, type Partition } from './partition.ts';
import type { Progress } from './progress.ts';

/** When the parts of a batch ended, on the clock that never goes back (milliseconds). */
export interface BatchTimes {
  /** End of the batch before. */
  readonly previous: number;
  readonly began: number;
  readonly read: number;
  readonly added: number;
  readonly closed: number;
  readonly ended: number;
}

const perSecond = (rows: number, ms: number): number =>
  ms <= 0 ? 0 : Math.round((rows / ms) * 1_000_000) / 1000;

const timeText = (us: number | null): string | null => (us === null ? null : formatInstant(us));

/** The progress record of a batch. */
export const progressOf = (
  live: Live,
  open: readonly OpenWindows[],
  state: Pick<StreamState, 'bytes'>,
  about: {
    readonly rows: number;
    readonly times: BatchTimes;
    readonly nowUs: number;
    readonly source: string;
    readonly sink: Progress['sink'];
    /** Milliseconds; undefined: no partition is ever idle. */
    readonly idleAfterMs: number | undefined;
  },
): Progress => {
  const { rows, times, nowUs, source, sink, idleAfterMs } = about;
  const partitions = [...live.partitions.values()];
  const each = <T>(of: (one: Partition) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(partitions.map((one) => [String(one.partition), of(one)]));
  const newest = partitions.flatMap((one) => one.newest ?? []);
  return {
    timestamp: formatInstant(nowUs),
    batchId: live.batch,
    numInputRows: rows,
    inputRowsPerSecond: perSecond(rows, times.ended - times.previous),
    processedRowsPerSecond: perSecond(rows, times.ended - times.began),
    durationMs: {
      getBatch: Math.round(times.read - times.began),
      addBatch: Math.round(times.added - times.read),
      closeWindows: Math.round(times.closed - times.added),
      emit: Math.round(times.ended - times.closed),
    },
    eventTime: {
      watermark: timeText(live.watermark),
      max: timeText(newest.length === 0 ? null : Math.max(...newest)),
      partitions: each((one) => timeText(one.newest)),
    },
    stateOperators: {
      openWindows: open.reduce((sum, one) => sum + one.size(), 0),
      stateBytes: state.bytes(),
      numRowsDroppedByWatermark: live.counts.late,
    },
    sources: {
      description: source,
      endOffset: each((one) => one.next),
      latestOffset: each((one) => one.end ?? one.next),
      lag: backlogOf(live),
      idle: partitions
        .filter((one) => isIdle(one, idleAfterMs, times.ended))
        .map(({ partition }) => String(partition)),
    },
    sink,
    totals: live.counts,
  };
};
