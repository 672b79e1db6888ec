import type { BehindRow } from '../engines/stream-state.ts';
import type { ColumnBatch } from '../intake/batch.ts';
import { wideAt, wideColumn } from '../intake/wide.ts';
import type { OpenWindows } from './open-windows.ts';

/** How far a partition is. */
export interface Reached {
  /** Its largest event time so far. */
  readonly newest: number | null;
  /** The larger of its own watermark and the global one. */
  readonly watermark: number;
}

/** What the rows of a batch are to a partition. */
export interface JudgedRows {
  /** Rows that the watermark had passed before they came. */
  readonly behind: readonly BehindRow[];
  readonly newest: number | null;
}

/**
 * Judges each event by the watermark of its partition as it stood before it, and notes the windows
 * that it counts in. Runs once per event: it is a function of its own, so that nothing around it
 * has it compiled again.
 */
export const judgeRows = (
  batch: Pick<ColumnBatch, 'rows' | 'time'>,
  reached: Reached,
  delayUs: number,
  open: readonly OpenWindows[],
): JudgedRows => {
  const times = wideColumn(batch.time);
  const behind: BehindRow[] = [];
  let newest = reached.newest ?? -Infinity;
  let { watermark } = reached;
  for (let row = 0; row < batch.rows; row += 1) {
    const time = wideAt(times, row);
    if (time < watermark) {
      behind.push({ row, watermark });
      for (const windows of open) windows.touchBehind(time, watermark);
    } else {
      for (const windows of open) windows.touch(time);
    }
    if (time > newest) {
      newest = time;
      if (time - delayUs > watermark) watermark = time - delayUs;
    }
  }
  return { behind, newest: newest === -Infinity ? null : newest };
};
