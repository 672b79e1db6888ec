import type { WindowOf } from './window-query.ts';

/**
 * Whether an event counts in a window that holds it, given the watermark that it met. A fixed
 * window takes it until the watermark reaches the window's end. Sessions take no event from
 * before the watermark, so that none joins a session that may be closed.
 */
export const isInTime = ({ query, end }: WindowOf, timeUs: number, watermark: number): boolean =>
  query.analytic.over === undefined ? end > watermark : timeUs >= watermark;
