import { parseDuration } from './duration.ts';

/**
 * Fixed event-time windows, half-open [start, end), aligned to 1970-01-01T00:00Z: `sizeUs` long,
 * one starting every `slideUs` (equal to the size for tumbling windows). Microseconds.
 */
export interface Window {
  readonly sizeUs: number;
  readonly slideUs: number;
}

export const windowOf = (sizeUs: number, slideUs: number): Window => {
  if (
    !(
      Number.isSafeInteger(sizeUs) &&
      Number.isSafeInteger(slideUs) &&
      0 < slideUs &&
      slideUs <= sizeUs
    )
  ) {
    throw new RangeError(
      `a window needs 0 < slide <= size; got size ${sizeUs} µs, slide ${slideUs} µs`,
    );
  }
  return Object.freeze({ sizeUs, slideUs });
};

/** Windows that follow one another without overlap, for example `tumbling('5 minutes')`. */
export const tumbling = (size: string): Window =>
  windowOf(parseDuration(size), parseDuration(size));

/** Windows that overlap, for example `sliding('15 minutes', '5 minutes')`. */
export const sliding = (size: string, slide: string): Window =>
  windowOf(parseDuration(size), parseDuration(slide));

/** The starts of all windows that hold the instant, ascending (microseconds). */
export const windowStarts = ({ sizeUs, slideUs }: Window, instantUs: number): readonly number[] => {
  const last = Math.floor(instantUs / slideUs) * slideUs;
  const starts: number[] = [];
  for (let start = last; start > instantUs - sizeUs; start -= slideUs) starts.unshift(start);
  return starts;
};

/** In how many windows an instant is at most. */
export const overlapOf = ({ sizeUs, slideUs }: Window): number => Math.ceil(sizeUs / slideUs);
