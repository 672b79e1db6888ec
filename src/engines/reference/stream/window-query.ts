import { type Window, windowStarts } from '../../../model/window.ts';
import type { Query } from '../../../plan/query.ts';

/** A query over windows. */
export type WindowQuery = Query & { readonly window: Window };

export const isWindowQuery = (query: Query): query is WindowQuery => query.window !== undefined;

/** One window of one analytic, half-open [start, end), microseconds. */
export interface WindowOf {
  readonly query: WindowQuery;
  readonly start: number;
  readonly end: number;
}

/** The windows of a query that hold an instant. */
export const windowsAt = (query: WindowQuery, instantUs: number): readonly WindowOf[] =>
  windowStarts(query.window, instantUs).map((start) => ({
    query,
    start,
    end: start + query.window.sizeUs,
  }));
