/** What Structured Streaming cannot do, for help, documents and the marks in results. */
export interface StreamLimit {
  readonly what: string;
  readonly reason: string;
  readonly instead: string;
}

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
    what: 'exact distinct counts and rankings of open windows',
    reason: 'update mode has one aggregation and no distinct counts',
    instead: 'they come with the final pane',
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
