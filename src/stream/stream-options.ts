import type { StreamState } from '../engines/stream-state.ts';
import type { QueryContext } from '../plan/query.ts';
import type { PaneSink } from '../sinks/pane-sink.ts';
import type { RowSink } from '../sinks/row-sink.ts';
import type { RecordSource, StartAt } from '../sources/record-source.ts';
import type { Clock } from './clock.ts';
import type { Progress } from './progress.ts';
import type { StreamRules } from './rules.ts';

/**
 * How a stream ends: `follow` goes on until it is stopped; `until-end` processes what is there and
 * keeps windows open; `bounded` treats that as all there will be, and closes everything.
 */
export type StreamMode = 'follow' | 'until-end' | 'bounded';

/** All that a stream works with. */
export interface StreamOptions {
  readonly rules: StreamRules;
  /** Names of the analytics, in the order in which panes of one time come. */
  readonly order: readonly string[];
  readonly state: StreamState;
  readonly source: RecordSource;
  readonly sinks: readonly PaneSink[];
  /** Where late and rejected rows go; without, the state keeps the newest. */
  readonly lateSink: RowSink | undefined;
  readonly rejectedSink: RowSink | undefined;
  readonly clock: Clock;
  /** Settings and local time for events of this span (microseconds). */
  readonly contextFor: (first: number, last: number) => QueryContext;
  /** At most so long a batch gathers records (milliseconds). */
  readonly triggerMs: number;
  /** At most about so many bytes of values a batch has. */
  readonly batchBytes: number;
  readonly mode: StreamMode;
  /** Where a new state begins. */
  readonly start: StartAt;
  readonly onProgress: (progress: Progress) => void;
  /** One sentence each. */
  readonly onNotice: (text: string) => void;
  /** Aborted: the batch is finished and committed, then the stream ends. */
  readonly signal: AbortSignal;
}
