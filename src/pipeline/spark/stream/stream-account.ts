import type { StreamProgress } from '../../../engines/spark/connect/streaming.ts';
import type { StreamCounts } from '../../../engines/stream-state.ts';
import { formatInstant, parseInstant } from '../../../event/time.ts';
import { noCounts } from '../../../stream/live.ts';
import type { Progress } from '../../../stream/progress.ts';
import type { StreamHost } from '../../stream-options.ts';
import { createAlarms } from './alarms.ts';
import { nothingYet, progressOf } from './progress-of.ts';
import type { ResultsReader } from './results-reader.ts';

/** Turns what Spark tells of a query into the progress of a run. */
export interface StreamAccount {
  batch(progress: StreamProgress): void;
  /** There was nothing to do. */
  idle(): void;
  /** Since the run began. */
  counts(): StreamCounts;
}

/** `source` is the address of the topic that is read. */
export const createAccount = (
  { clock, onProgress, onNotice }: Pick<StreamHost, 'clock' | 'onProgress' | 'onNotice'>,
  source: string,
  reader: ResultsReader,
): StreamAccount => {
  const alarms = createAlarms();
  let told = { finals: 0, provisional: 0 };
  let last: Progress | undefined;
  const sink = (): Progress['sink'] => {
    const { finals, provisional } = reader.counts;
    const news = { finals: finals - told.finals, provisional: provisional - told.provisional };
    told = { finals, provisional };
    return news;
  };
  const tell = (progress: Progress): void => {
    last = progress;
    onProgress(progress);
  };
  return {
    batch(progress) {
      const now = progressOf(progress, {
        source,
        before: last?.totals ?? noCounts,
        batchId: (last?.batchId ?? 0) + 1,
        panes: { ...sink(), open: reader.counts.open },
      });
      const watermark = parseInstant(now.eventTime.watermark ?? '');
      if (watermark !== undefined) reader.watermark(watermark);
      tell(now);
      for (const text of alarms.batch(now, reader.counts.evicted, clock.elapsedMs()))
        onNotice(text);
    },
    idle() {
      const none = { numInputRows: 0, inputRowsPerSecond: 0, processedRowsPerSecond: 0 };
      const timestamp = formatInstant(clock.nowUs());
      tell({ ...(last ?? nothingYet(source, timestamp)), ...none, sink: sink(), timestamp });
    },
    counts: () => last?.totals ?? noCounts,
  };
};
