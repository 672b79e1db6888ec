// What the cases of the stream are written in.
import { at, type CaseEvent, play } from '../../../analytics/case.ts';
import type { Event } from '../../../event/event.ts';
import { formatInstant } from '../../../event/time.ts';
import { analytic, analyticOver } from '../../../model/analytic.ts';
import { bars, figures } from '../../../model/chart.ts';
import { parseDuration } from '../../../model/duration.ts';
import { sliding, tumbling } from '../../../model/window.ts';
import { artist } from '../../../vocabulary/dimensions.ts';
import { plays, skips } from '../../../vocabulary/measures.ts';
import { maxDurationMs, sessionCount, sessions } from '../../../vocabulary/sessions.ts';
import type { LogRecord } from './log-record.ts';

const words = { title: 'For a case', question: 'Which events count?' };
const counts = { ...words, measures: [plays, skips], chart: figures(plays) } as const;

/** Plays and skips in 5 minutes, in 1 hour, and in 15 minutes that slide by 5. */
const fives = analytic({ ...counts, name: 'fives', window: tumbling('5 minutes') });
const hours = analytic({ ...counts, name: 'hours', window: tumbling('1 hour') });
const slides = analytic({ ...counts, name: 'slides', window: sliding('15 minutes', '5 minutes') });
/** Artist, name and plays in 5 minutes. */
const artists = analytic({
  ...words,
  name: 'artists',
  by: artist,
  measures: [plays],
  window: tumbling('5 minutes'),
  chart: bars({ of: plays, label: 'artist_name' }),
});
/** Sessions and the length of the longest in milliseconds, in 1 hour. */
const sittings = analyticOver(sessions, {
  ...words,
  name: 'sittings',
  measures: [sessionCount, maxDurationMs],
  window: tumbling('1 hour'),
  chart: figures(sessionCount),
});
const slidingSittings = analyticOver(sessions, {
  ...words,
  name: 'sliding_sittings',
  measures: [sessionCount, maxDurationMs],
  window: sliding('2 hours', '1 hour'),
  chart: figures(sessionCount),
});

/** The analytics that cases are about, in the order of the panes. */
export const caseAnalytics = { fives, hours, slides, artists, sittings, slidingSittings } as const;

type CaseAnalytic = keyof typeof caseAnalytics;
type Rows = readonly (readonly (string | number | null)[])[];

/** The watermark delay of every case. */
export const caseDelayUs = parseDuration('10 minutes');

/** What a bounded run gives for a log. */
export interface StreamCase {
  /** A sentence that says what the case shows. */
  readonly name: string;
  readonly analytics: readonly CaseAnalytic[];
  readonly log: readonly LogRecord[];
  /** Analytic, start of the window, rows: all panes, in their order. */
  readonly panes: readonly (readonly [CaseAnalytic, string, Rows])[];
  /** Id of the event, then analytic and start of each window that it missed. Default: none. */
  readonly late?: readonly (readonly [string, ...(readonly [CaseAnalytic, string])[]])[];
  /** Default 0. */
  readonly duplicates?: number;
  /** Default 0. */
  readonly rejected?: number;
}

export const record = (partition: number, value: string | null): LogRecord => ({
  partition,
  offset: 0,
  value: value === null ? null : new TextEncoder().encode(value),
});

const textOf = (event: Event): string =>
  JSON.stringify({ ...event, event_time: formatInstant(event.event_time) });

/** A valid record; records with one id are copies of one event. */
export const sent = (partition: number, event_id: string, event: CaseEvent): LogRecord =>
  record(partition, textOf({ ...event, event_id }));

/** An event that moves its partition's watermark to 10 minutes before its time. */
export const ahead = (partition: number, time: string): LogRecord =>
  sent(partition, `ahead ${at(time)} ${partition}`, play(time, { user: 'ahead', artist: 'a1' }));

/** The records numbered within their partitions. */
export const logOf = (...records: readonly LogRecord[]): readonly LogRecord[] =>
  records.map((one, index) => ({
    ...one,
    offset: records.slice(0, index).filter(({ partition }) => partition === one.partition).length,
  }));
