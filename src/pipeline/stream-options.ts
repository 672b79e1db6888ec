import type { Mapping } from '../event/mapping.ts';
import type { Analytic } from '../model/analytic.ts';
import type { Settings } from '../model/settings.ts';
import type { QueryOptions } from '../plan/query.ts';
import type { PaneSink } from '../sinks/pane-sink.ts';
import type { StartAt } from '../sources/record-source.ts';
import type { Clock } from '../stream/clock.ts';
import type { Progress } from '../stream/progress.ts';
import type { StreamMode } from '../stream/stream-options.ts';
import type { EngineName } from './batch-options.ts';
import type { Address } from './config/address.ts';
import type { KafkaAccess } from './kafka-access.ts';

/** Everything that `tonearm stream` depends on; durations in microseconds. */
export interface StreamSettings {
  readonly from: Address;
  readonly to: readonly Address[];
  readonly late: Address | undefined;
  readonly rejected: Address | undefined;
  /** Undefined where nothing is in Kafka. */
  readonly kafka: KafkaAccess | undefined;
  /** Where accepted events are archived. */
  readonly archiveFolder: string | undefined;
  /** Undefined: one per source and catalogue, or a temporary one where nothing is to be kept. */
  readonly stateFolder: string | undefined;
  readonly engine: EngineName;
  /** Where Spark is, `sc://host:port`. */
  readonly spark: string;
  readonly analytics: readonly Analytic[];
  readonly settings: Settings;
  readonly query: QueryOptions;
  readonly timeZone: string;
  readonly mapping: Mapping | undefined;
  /** The group that lag tools see in Kafka; `off`: none; undefined: one per source and catalogue. */
  readonly group: string | undefined;
  readonly start: StartAt;
  readonly mode: StreamMode;
  readonly watermarkDelayUs: number;
  readonly triggerUs: number;
  readonly idleAfterUs: number;
  readonly maxFutureUs: number | undefined;
  readonly threads: number | undefined;
  readonly memoryLimit: string | undefined;
  readonly spillDir: string | undefined;
}

/** The effects that a stream needs from outside. */
export interface StreamHost {
  readonly clock: Clock;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Sinks of the command line: the console, or NDJSON on standard output. */
  readonly sinks: readonly PaneSink[];
  readonly onProgress: (progress: Progress) => void;
  readonly onNotice: (text: string) => void;
  /** The same of sinks; `onNotice` where it is not given. */
  readonly onSinkNotice?: (text: string) => void;
  /** `$XDG_STATE_HOME`, or what stands for it. */
  readonly stateHome: string;
  /** A new identity, unlike any other. */
  readonly newId: () => string;
}
