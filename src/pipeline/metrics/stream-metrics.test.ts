import { expect, test } from 'vitest';
import { quietProgress, tenOClock } from '../../stream/progress.cases.ts';
import { expositionText } from './exposition.ts';
import { metricsText } from './stream-metrics.ts';
import { emptyTally, tallied } from './tally.ts';

const view = {
  version: '0.1.0',
  usage: { residentBytes: 123_456_789, cpuSeconds: 4.25 },
  nowUs: tenOClock + 61_000_000,
};

test('a scrape, to the byte', () => {
  const slow = { ...quietProgress, durationMs: { ...quietProgress.durationMs, addBatch: 700 } };
  const tally = tallied(tallied(emptyTally, slow, 1_000), quietProgress, 1_500);
  expect(metricsText({ ...tally, sinkRetries: 2 }, view)).toMatchInlineSnapshot(`
    "# HELP tonearm_stream_info Always 1; the version and the source.
    # TYPE tonearm_stream_info gauge
    tonearm_stream_info{version="0.1.0",source="kafka://127.0.0.1:9092/music-events"} 1
    # HELP tonearm_stream_records_read_total Records read since the state began.
    # TYPE tonearm_stream_records_read_total counter
    tonearm_stream_records_read_total 1000
    # HELP tonearm_stream_events_accepted_total Events accepted, each once.
    # TYPE tonearm_stream_events_accepted_total counter
    tonearm_stream_events_accepted_total 970
    # HELP tonearm_stream_duplicates_total Events that were there already, by their event_id.
    # TYPE tonearm_stream_duplicates_total counter
    tonearm_stream_duplicates_total 20
    # HELP tonearm_stream_rejected_total Records that are not events, by reason.
    # TYPE tonearm_stream_rejected_total counter
    tonearm_stream_rejected_total{reason="json"} 8
    tonearm_stream_rejected_total{reason="missing:user_id"} 2
    # HELP tonearm_stream_late_total Accepted events that came too late for a window.
    # TYPE tonearm_stream_late_total counter
    tonearm_stream_late_total 3
    # HELP tonearm_stream_lag_records What the log holds and the stream has not read, in records, by partition.
    # TYPE tonearm_stream_lag_records gauge
    tonearm_stream_lag_records{partition="0"} 0
    tonearm_stream_lag_records{partition="1"} 12
    # HELP tonearm_stream_partition_idle 1 for a partition that the watermark does not wait for, by partition.
    # TYPE tonearm_stream_partition_idle gauge
    tonearm_stream_partition_idle{partition="0"} 0
    tonearm_stream_partition_idle{partition="1"} 0
    # HELP tonearm_stream_newest_event_timestamp_seconds Time of the newest event, by partition.
    # TYPE tonearm_stream_newest_event_timestamp_seconds gauge
    tonearm_stream_newest_event_timestamp_seconds{partition="0"} 1795341659
    tonearm_stream_newest_event_timestamp_seconds{partition="1"} 1795341658.5
    # HELP tonearm_stream_watermark_timestamp_seconds The watermark, in event time.
    # TYPE tonearm_stream_watermark_timestamp_seconds gauge
    tonearm_stream_watermark_timestamp_seconds 1795341060
    # HELP tonearm_stream_watermark_delay_seconds How far the watermark is behind the clock.
    # TYPE tonearm_stream_watermark_delay_seconds gauge
    tonearm_stream_watermark_delay_seconds 601
    # HELP tonearm_stream_open_windows Windows that hold events and are not final.
    # TYPE tonearm_stream_open_windows gauge
    tonearm_stream_open_windows 31
    # HELP tonearm_stream_state_bytes Size of the state on disk.
    # TYPE tonearm_stream_state_bytes gauge
    tonearm_stream_state_bytes 4206592
    # HELP tonearm_stream_batches_total Batches of this process.
    # TYPE tonearm_stream_batches_total counter
    tonearm_stream_batches_total 2
    # HELP tonearm_stream_batch_duration_seconds How long a batch took, waiting included.
    # TYPE tonearm_stream_batch_duration_seconds histogram
    tonearm_stream_batch_duration_seconds_bucket{le="0.05"} 0
    tonearm_stream_batch_duration_seconds_bucket{le="0.1"} 0
    tonearm_stream_batch_duration_seconds_bucket{le="0.25"} 0
    tonearm_stream_batch_duration_seconds_bucket{le="0.5"} 1
    tonearm_stream_batch_duration_seconds_bucket{le="0.75"} 1
    tonearm_stream_batch_duration_seconds_bucket{le="1"} 1
    tonearm_stream_batch_duration_seconds_bucket{le="2.5"} 2
    tonearm_stream_batch_duration_seconds_bucket{le="5"} 2
    tonearm_stream_batch_duration_seconds_bucket{le="10"} 2
    tonearm_stream_batch_duration_seconds_bucket{le="30"} 2
    tonearm_stream_batch_duration_seconds_bucket{le="60"} 2
    tonearm_stream_batch_duration_seconds_bucket{le="+Inf"} 2
    tonearm_stream_batch_duration_seconds_sum 1.685
    tonearm_stream_batch_duration_seconds_count 2
    # HELP tonearm_stream_phase_seconds_total Time by part of a batch: read (waiting included), commit, close windows, emit.
    # TYPE tonearm_stream_phase_seconds_total counter
    tonearm_stream_phase_seconds_total{phase="read"} 0.96
    tonearm_stream_phase_seconds_total{phase="commit"} 0.715
    tonearm_stream_phase_seconds_total{phase="close"} 0
    tonearm_stream_phase_seconds_total{phase="emit"} 0.01
    # HELP tonearm_stream_panes_total Panes given to the sinks by this process.
    # TYPE tonearm_stream_panes_total counter
    tonearm_stream_panes_total{kind="final"} 4
    tonearm_stream_panes_total{kind="provisional"} 18
    # HELP tonearm_stream_sink_retries_total Times that a sink had to try again.
    # TYPE tonearm_stream_sink_retries_total counter
    tonearm_stream_sink_retries_total 2
    # HELP process_resident_memory_bytes Resident memory of the process.
    # TYPE process_resident_memory_bytes gauge
    process_resident_memory_bytes 123456789
    # HELP process_cpu_seconds_total User and system time of the process.
    # TYPE process_cpu_seconds_total counter
    process_cpu_seconds_total 4.25
    "
  `);
});

test('before the first batch only the process can be told', () => {
  const text = metricsText(emptyTally, view);
  expect(text).toContain('tonearm_stream_batches_total 0\n');
  expect(text).toContain('process_cpu_seconds_total 4.25\n');
  expect(text).not.toMatch(/watermark|lag_|state_bytes|NaN|undefined/);
});

test('lag of the embedded log is in bytes', () => {
  const sources = { ...quietProgress.sources, description: 'file:log' };
  const text = metricsText(tallied(emptyTally, { ...quietProgress, sources }, 0), view);
  expect(text).toContain('tonearm_stream_lag_bytes{partition="1"} 12\n');
  expect(text).not.toContain('lag_records');
});

test('without a watermark its metrics have no value', () => {
  const eventTime = { watermark: null, max: null, partitions: { '0': null, '1': null } };
  const text = metricsText(tallied(emptyTally, { ...quietProgress, eventTime }, 0), view);
  expect(text).not.toMatch(/^tonearm_stream_(watermark|newest)/m);
  expect(text).toContain('# TYPE tonearm_stream_watermark_delay_seconds gauge\n');
});

test('every metric has one help and one type, before its values', () => {
  const text = metricsText(tallied(emptyTally, quietProgress, 0), view);
  const names = [...text.matchAll(/^# HELP (\S+) /gm)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  let current: string | undefined;
  for (const line of text.trimEnd().split('\n')) {
    const [, name] = /^# TYPE (\S+) (?:counter|gauge|histogram)$/.exec(line) ?? [];
    current = name ?? current;
    if (!line.startsWith('#')) expect(line.startsWith(current ?? '?')).toBe(true);
  }
});

test('hostile text stays within its label', () => {
  const samples = [{ labels: { reason: 'a"b\\c\nd' }, value: Infinity }];
  expect(expositionText([{ name: 'x', type: 'gauge', help: 'one\ntwo', samples }])).toBe(
    '# HELP x one\\ntwo\n# TYPE x gauge\nx{reason="a\\"b\\\\c\\nd"} +Inf\n',
  );
});
