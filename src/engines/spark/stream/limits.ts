import { distinctError, rankAccuracy } from './provisional-sketch.ts';

/** What Structured Streaming cannot do, for help, documents and the marks in results. */
export interface StreamLimit {
  readonly what: string;
  readonly reason: string;
  readonly instead: string;
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

export const streamLimits: readonly StreamLimit[] = Object.freeze([
  {
    what: 'a watermark of each partition',
    reason: 'a query has one, of the newest event that any partition gave in earlier batches',
    instead:
      'an event is late by that one; partitions that are far behind need a longer --watermark-delay',
  },
  {
    what: 'late events as rows',
    reason: 'operators drop what is behind the watermark and only count it',
    instead: 'their number is in the progress of the query; a batch over the archive includes them',
  },
  {
    what: 'closing windows while nothing comes',
    reason: 'the watermark follows events and knows no idle partition',
    instead: 'the last windows close with the first events behind them',
  },
  {
    what: 'exact distinct counts in open windows',
    reason: 'update mode has one aggregation and no distinct counts',
    instead: `sketches: exact up to some hundreds of values, a standard error of ${percent(distinctError)} beyond; a provisional pane names these columns in "approximate", the final is exact`,
  },
  {
    what: 'exact percentiles over events in open windows',
    reason: 'update mode has one aggregation, and lists of values would have no bound',
    instead: `sketches, off by one rank or one in ${rankAccuracy.toLocaleString('en')} of them; named in "approximate" as well`,
  },
  {
    what: 'rankings and limits in open windows',
    reason: 'update mode sorts and cuts nothing',
    instead:
      'all rows of open windows go to the topic of results; the reader ranks, and keeps as many as it has room for',
  },
  {
    what: 'sessions of open windows',
    reason: 'session windows are refused in update mode',
    instead: 'they come with the final pane',
  },
  {
    what: 'records that are no plain line of ours',
    reason: "Spark's JSON reader has other rules than the decoder",
    instead: 'they are counted as doubtful and left to the decoder; final panes do not hold them',
  },
]);
