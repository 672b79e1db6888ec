import { closesAt, type Frame, isInTime } from '../plan/frame.ts';
import { windowStarts } from '../model/window.ts';

/** A window that holds events and is not final. */
export interface OpenWindow {
  readonly start: number;
  /** The number of the last batch with an event of it. */
  changedBy: number;
  /** Per query of the frame: the batch up to which it was shown. */
  readonly shownTo: number[];
}

/** The open windows of one frame. */
export interface OpenWindows {
  readonly frame: Frame;
  /** Events from here on are of this batch. */
  begin(batch: number): void;
  /** An event that counts in every window that holds its time. */
  touch(time: number): void;
  /** An event that counts only where this watermark had not passed. */
  touchBehind(time: number, watermark: number): void;
  all(): Iterable<OpenWindow>;
  /** Starts of the windows that the watermark closes, ascending. */
  closedBy(watermark: number): readonly number[];
  remove(starts: readonly number[]): void;
  /** The watermark that closes the first of them; Infinity without any. */
  closesFirst(): number;
  size(): number;
  /** The watermark that closes all of them; undefined without any. */
  closesAll(): number | undefined;
}

/** The windows of a frame, with those of a restored state. */
export const openWindows = (frame: Frame, restored: readonly number[]): OpenWindows => {
  const windows = new Map<number, OpenWindow>();
  const { slideUs } = frame.window;
  let batchNumber = 0;
  let bucket = Number.NaN;

  const windowAt = (start: number): OpenWindow => {
    const known = windows.get(start);
    if (known !== undefined) return known;
    const opened = { start, changedBy: batchNumber, shownTo: frame.queries.map(() => -1) };
    windows.set(start, opened);
    return opened;
  };
  for (const start of restored) windowAt(start);

  return {
    frame,
    begin(batch) {
      batchNumber = batch;
      bucket = Number.NaN;
    },
    touch(time) {
      const wanted = Math.floor(time / slideUs);
      if (wanted !== bucket) {
        bucket = wanted;
        for (const start of windowStarts(frame.window, time))
          windowAt(start).changedBy = batchNumber;
        // Where the size is no multiple of the slide, windows end within a bucket.
        if (frame.window.sizeUs % slideUs !== 0) bucket = Number.NaN;
      }
    },
    touchBehind(time, watermark) {
      for (const start of windowStarts(frame.window, time)) {
        if (isInTime(frame, start, time, watermark)) windowAt(start).changedBy = batchNumber;
      }
    },
    all: () => windows.values(),
    closedBy: (watermark) =>
      [...windows.keys()]
        .filter((start) => closesAt(frame, start) <= watermark)
        .toSorted((left, right) => left - right),
    remove(starts) {
      for (const start of starts) windows.delete(start);
      bucket = Number.NaN;
    },
    closesFirst() {
      let first = Infinity;
      for (const start of windows.keys()) first = Math.min(first, closesAt(frame, start));
      return first;
    },
    size: () => windows.size,
    closesAll() {
      let last: number | undefined;
      for (const start of windows.keys())
        last = Math.max(last ?? -Infinity, closesAt(frame, start));
      return last;
    },
  };
};
