import type { Tally } from './tally.ts';

/** The answer to a question for health. */
export interface Health {
  /** 200 while batches go on. */
  readonly httpStatus: 200 | 503;
  readonly body: {
    readonly status: 'starting' | 'running' | 'stalled' | 'failed';
    readonly secondsSinceBatch: number | null;
    readonly batchId: number | null;
    readonly lag: number | null;
    readonly watermark: string | null;
    readonly error?: string;
  };
}

const leastMs = 30_000;
const triggers = 10;

/** So long without the end of a batch is too long. */
export const stalledAfterMs = (triggerMs: number): number =>
  Math.max(leastMs, triggers * triggerMs);

/**
 * Whether the stream goes on. A batch ends with every trigger, even where nothing comes, so that
 * silence means that something stands still.
 */
export const healthOf = (
  tally: Tally,
  view: { readonly startedMs: number; readonly nowMs: number; readonly triggerMs: number },
): Health => {
  const { last, endedMs, failure } = tally;
  const silentMs = view.nowMs - (endedMs ?? view.startedMs);
  const isStalled = silentMs > stalledAfterMs(view.triggerMs);
  const status =
    failure !== undefined
      ? 'failed'
      : isStalled
        ? 'stalled'
        : endedMs === undefined
          ? 'starting'
          : 'running';
  return {
    httpStatus: status === 'starting' || status === 'running' ? 200 : 503,
    body: {
      status,
      secondsSinceBatch: endedMs === undefined ? null : Math.round(silentMs) / 1000,
      batchId: last?.batchId ?? null,
      lag: last?.sources.lag ?? null,
      watermark: last?.eventTime.watermark ?? null,
      ...(failure === undefined ? {} : { error: failure }),
    },
  };
};
