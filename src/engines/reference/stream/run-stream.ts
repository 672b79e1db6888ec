import type { Mapping } from '../../../event/mapping.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import { acceptedOf } from './accepted.ts';
import { type FinalPane, finalPanes } from './final-panes.ts';
import { type LateEvent, lateEvents } from './late.ts';
import type { LogRecord } from './log-record.ts';
import { readLog, type RejectedRecord } from './read-log.ts';
import { isWindowQuery } from './window-query.ts';

export interface StreamRun {
  /** In an order in which the records may be read: those of one partition in theirs. */
  readonly log: readonly LogRecord[];
  readonly mapping?: Mapping | undefined;
  readonly watermarkDelayUs: number;
  /** Those over windows are answered. */
  readonly queries: readonly Query[];
  readonly context: QueryContext;
}

/** `read = accepted + duplicates + rejected`; late events are accepted ones. */
export interface StreamCounts {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly late: number;
}

export interface StreamResult {
  /** By end, then in the order of the queries. */
  readonly panes: readonly FinalPane[];
  readonly counts: StreamCounts;
  readonly late: readonly LateEvent[];
  readonly rejected: readonly RejectedRecord[];
}

/**
 * A bounded run of the stream, slow and obvious: the oracle for every runtime. Its panes follow
 * from the records of each partition alone, in whichever order partitions are read. Ids are never
 * forgotten here: where a runtime forgets one, a copy that comes after is accepted and late.
 */
export const runReferenceStream = (run: StreamRun): StreamResult => {
  const { log, queries, context } = run;
  const { arrivals, rejected } = readLog(log, run);
  const accepted = acceptedOf(arrivals);
  const windowed = queries.filter(isWindowQuery);
  const late = lateEvents(accepted, windowed);
  return {
    // The sort is stable: panes of one end stay in the order of the queries.
    panes: windowed
      .flatMap((query) => finalPanes(accepted, query, context))
      .toSorted((a, b) => a.end - b.end),
    counts: {
      read: log.length,
      accepted: accepted.length,
      duplicates: arrivals.length - accepted.length,
      rejected: rejected.length,
      late: late.length,
    },
    late,
    rejected,
  };
};
