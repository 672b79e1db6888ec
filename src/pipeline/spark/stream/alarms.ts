import type { Progress } from '../../../stream/progress.ts';
import { createSilence } from '../../../stream/silence.ts';
import { formatInteger } from '../../../views/format/number.ts';

const spaced = (count: number): string => formatInteger(count).replaceAll('\u00a0', ' ');

/** What results lack, for whoever looks after a stream on Spark. */
export interface Alarms {
  /**
   * Sentences to show after a batch; `evicted`: open windows that are not shown; `elapsedMs` is of a
   * clock that never goes back.
   */
  batch(progress: Progress, evicted: number, elapsedMs: number): readonly string[];
}

export const createAlarms = (): Alarms => {
  const isNew = createSilence();
  let dropped = 0;
  let doubtful = 0;
  const once = (name: string, elapsedMs: number, text: string): readonly string[] =>
    isNew(name, elapsedMs) ? [text] : [];
  return {
    batch({ stateOperators, totals }, evicted, elapsedMs) {
      const before = doubtful;
      dropped += stateOperators.numRowsDroppedByWatermark;
      doubtful = totals.rejected['doubtful'] ?? 0;
      return [
        ...(stateOperators.numRowsDroppedByWatermark === 0
          ? []
          : once(
              'dropped',
              elapsedMs,
              `Spark dropped ${spaced(dropped)} rows that came behind the watermark (an event has several): final panes lack them; a longer --watermark-delay waits for such events`,
            )),
        ...(evicted === 0
          ? []
          : once(
              'evicted',
              elapsedMs,
              `${spaced(evicted)} open windows have more rows than are kept here: they are shown when they are final; fewer analytics with --only need less room`,
            )),
        ...(doubtful === before
          ? []
          : once(
              'doubtful',
              elapsedMs,
              `${spaced(doubtful)} of ${spaced(totals.read)} records are doubtful to Spark and in no pane: tonearm stream without --engine spark tells why, with --rejected`,
            )),
      ];
    },
  };
};
