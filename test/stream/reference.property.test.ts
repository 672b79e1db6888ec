import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { readLog } from '../../src/engines/reference/stream/read-log.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import { below, randomStream } from '../../src/sources/generator/random.ts';
import { interleave, recordsOf, type StreamLog } from './log.ts';
import { arbitraryStream } from './run-arbitrary.ts';

/** The smallest watermark of the partitions behind these records. */
const globalWatermark = (log: StreamLog, watermarkDelayUs: number): number =>
  log.reduce((least, { records }) => {
    const { arrivals } = readLog(records, { watermarkDelayUs });
    const newest = arrivals.reduce(
      (most, { event }) => Math.max(most, event.event_time),
      -Infinity,
    );
    return Math.min(least, newest - watermarkDelayUs);
  }, Infinity);

// Shrinking a long log takes long: what is found by then is told.
const runs = { numRuns: 25, interruptAfterTimeLimit: 20_000 };

describe('the reference run of a stream', () => {
  property.prop([arbitraryStream(catalogue), fc.nat()], runs)(
    'gives the same panes in whichever order partitions are read',
    (stream, seed) => {
      const log = interleave(stream.log, randomStream(seed, 'order'));
      const { panes, counts } = runReferenceStream({ ...stream, log });
      const inTurn = runReferenceStream({ ...stream, log: recordsOf(stream.log) });
      expect(panes).toEqual(inTurn.panes);
      expect(counts).toEqual({ ...inTurn.counts, late: counts.late });
    },
  );

  property.prop([arbitraryStream(catalogue)], runs)('accounts for every record', (stream) => {
    const { counts, late } = runReferenceStream({ ...stream, log: recordsOf(stream.log) });
    const { read, accepted, duplicates, rejected } = counts;
    expect(read).toBe(accepted + duplicates + rejected);
    expect(read).toBe(recordsOf(stream.log).length);
    expect(late.length).toBeLessThanOrEqual(accepted);
  });

  property.prop([arbitraryStream(catalogue), fc.nat()], runs)(
    'has a pane for good when every partition that was read in part has passed its close',
    ({ log, ...stream }, seed) => {
      const random = randomStream(seed, 'cut');
      const start = log.map((one) => ({
        ...one,
        records: one.records.slice(0, below(random, one.records.length + 1)),
      }));
      const watermark = globalWatermark(start, stream.watermarkDelayUs);
      const { sessionGapUs } = stream.context.settings;
      const closedPanes = (read: StreamLog) =>
        runReferenceStream({ ...stream, log: recordsOf(read) }).panes.filter(
          ({ analytic, end }) =>
            end + (analytic.over === undefined ? 0 : sessionGapUs) <= watermark,
        );
      expect(closedPanes(log)).toEqual(closedPanes(start));
    },
  );
});
