import type { BehindRow } from '../engines/stream-state.ts';
import type { ColumnBatch } from '../intake/batch.ts';
import { wideColumn, wideIn } from '../intake/wide.ts';
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
 * that it counts in.
 */
export const judgeRows = (
  { rows, time }: Pick<ColumnBatch, 'rows' | 'time'>,
  { newest, watermark }: Reached,
  delayUs: number,
  open: readonly OpenWindows[],
): JudgedRows => {
  const { words, signed } = wideColumn(time);
  return judge(words, signed, rows, newest ?? -Infinity, watermark, delayUs, open);
};

/**
 * The loop over events, given nothing but arrays and what lives as long as the stream: of objects
 * that come and go V8 forgets the shape, and compiles what was made for it anew.
 */
const judge = (
  words: Uint32Array,
  signed: Int32Array,
  rows: number,
  newestBefore: number,
  watermarkBefore: number,
  delayUs: number,
  open: readonly OpenWindows[],
): JudgedRows => {
  const behind: BehindRow[] = [];
  let newest = newestBefore;
  let watermark = watermarkBefore;
  for (let row = 0; row < rows; row += 1) {
    const time = wideIn(words, signed, row);
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
