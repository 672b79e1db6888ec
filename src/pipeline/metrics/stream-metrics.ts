import { parseInstant } from '../../event/time.ts';
import type { Progress } from '../../stream/progress.ts';
import { expositionText, type Metric, type Sample } from './exposition.ts';
import { durationBounds, type Phase, type Tally } from './tally.ts';

/** What the process takes of the machine. */
export interface ProcessUsage {
  readonly residentBytes: number;
  readonly cpuSeconds: number;
}

/** What is told beside the tally. */
export interface MetricsView {
  readonly version: string;
  readonly usage: ProcessUsage;
  /** Microseconds since 1970. */
  readonly nowUs: number;
}

const prefix = 'tonearm_stream_';

const metric = (
  type: Metric['type'],
  name: string,
  help: string,
  samples: readonly Sample[],
): Metric => ({ name: `${prefix}${name}`, type, help, samples });

const gauge = (name: string, help: string, ...values: readonly number[]): Metric =>
  metric(
    'gauge',
    name,
    help,
    values.map((value) => ({ value })),
  );

const counter = (name: string, help: string, value: number): Metric =>
  metric('counter', name, help, [{ value }]);

const seconds = (text: string | null): readonly number[] => {
  const us = text === null ? undefined : parseInstant(text);
  return us === undefined ? [] : [us / 1e6];
};

const phaseNames: Readonly<Record<Phase, string>> = {
  getBatch: 'read',
  addBatch: 'commit',
  closeWindows: 'close',
  emit: 'emit',
};

const perPartition = (
  { sources }: Progress,
  of: (partition: string) => number,
): readonly Sample[] =>
  Object.keys(sources.endOffset).map((partition) => ({
    labels: { partition },
    value: of(partition),
  }));

const lagMetric = (progress: Progress): Metric => {
  const { latestOffset, endOffset, description } = progress.sources;
  const unit = description.startsWith('kafka:') ? 'records' : 'bytes';
  return metric(
    'gauge',
    `lag_${unit}`,
    `What the log holds and the stream has not read, in ${unit}, by partition.`,
    perPartition(progress, (one) => Math.max(0, (latestOffset[one] ?? 0) - (endOffset[one] ?? 0))),
  );
};

const ofProgress = (progress: Progress, nowUs: number): readonly Metric[] => {
  const { totals, eventTime, stateOperators, sources } = progress;
  const watermark = seconds(eventTime.watermark);
  return [
    counter('records_read_total', 'Records read since the state began.', totals.read),
    counter('events_accepted_total', 'Events accepted, each once.', totals.accepted),
    counter(
      'duplicates_total',
      'Events that were there already, by their event_id.',
      totals.duplicates,
    ),
    metric(
      'counter',
      'rejected_total',
      'Records that are not events, by reason.',
      Object.entries(totals.rejected).map(([reason, value]) => ({ labels: { reason }, value })),
    ),
    counter('late_total', 'Accepted events that came too late for a window.', totals.late),
    lagMetric(progress),
    metric(
      'gauge',
      'partition_idle',
      '1 for a partition that the watermark does not wait for, by partition.',
      perPartition(progress, (one) => (sources.idle.includes(one) ? 1 : 0)),
    ),
    metric(
      'gauge',
      'newest_event_timestamp_seconds',
      'Time of the newest event, by partition.',
      Object.entries(eventTime.partitions).flatMap(([partition, text]) =>
        seconds(text).map((value) => ({ labels: { partition }, value })),
      ),
    ),
    gauge('watermark_timestamp_seconds', 'The watermark, in event time.', ...watermark),
    gauge(
      'watermark_delay_seconds',
      'How far the watermark is behind the clock.',
      ...watermark.map((value) => (nowUs - value * 1e6) / 1e6),
    ),
    gauge(
      'open_windows',
      'Windows that hold events and are not final.',
      stateOperators.openWindows,
    ),
    gauge('state_bytes', 'Size of the state on disk.', stateOperators.stateBytes),
  ];
};

const ofTally = (tally: Tally): readonly Metric[] => [
  counter('batches_total', 'Batches of this process.', tally.batches),
  metric('histogram', 'batch_duration_seconds', 'How long a batch took, waiting included.', [
    ...durationBounds.map((bound, index) => ({
      suffix: '_bucket',
      labels: { le: String(bound) },
      value: tally.withinBound[index] ?? 0,
    })),
    { suffix: '_bucket', labels: { le: '+Inf' }, value: tally.batches },
    { suffix: '_sum', value: tally.batchesMs / 1000 },
    { suffix: '_count', value: tally.batches },
  ]),
  metric(
    'counter',
    'phase_seconds_total',
    'Time by part of a batch: read (waiting included), commit, close windows, emit.',
    (Object.keys(phaseNames) as readonly Phase[]).map((phase) => ({
      labels: { phase: phaseNames[phase] },
      value: tally.phasesMs[phase] / 1000,
    })),
  ),
  metric('counter', 'panes_total', 'Panes given to the sinks by this process.', [
    { labels: { kind: 'final' }, value: tally.finals },
    { labels: { kind: 'provisional' }, value: tally.provisional },
  ]),
  counter('sink_retries_total', 'Times that a sink had to try again.', tally.sinkRetries),
];

const ofProcess = ({ residentBytes, cpuSeconds }: ProcessUsage): readonly Metric[] => [
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Resident memory of the process.',
    samples: [{ value: residentBytes }],
  },
  {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'User and system time of the process.',
    samples: [{ value: cpuSeconds }],
  },
];

/** The answer to a scrape; what only a batch can tell is absent before the first one. */
export const metricsText = (tally: Tally, { version, usage, nowUs }: MetricsView): string =>
  expositionText([
    metric('gauge', 'info', 'Always 1; the version and the source.', [
      { labels: { version, source: tally.last?.sources.description ?? '' }, value: 1 },
    ]),
    ...(tally.last === undefined ? [] : ofProgress(tally.last, nowUs)),
    ...ofTally(tally),
    ...ofProcess(usage),
  ]);
