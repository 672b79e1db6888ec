/** Maps a number of the domain to a place on the page. */
export type Scale = (value: number) => number;

type Pair = readonly [number, number];

/** A straight line from domain to range; a domain without extent maps to the middle of the range. */
export const linear =
  ([from, to]: Pair, [start, end]: Pair): Scale =>
  (value) =>
    to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start);

/** Area, not diameter, stands for the value: the radius for it. */
export const radius =
  (most: number, largest: number, smallest = 2): Scale =>
  (value) =>
    most <= 0 ? smallest : Math.max(smallest, Math.sqrt(Math.max(0, value) / most) * largest);

export interface Band {
  readonly start: number;
  readonly width: number;
}

/** `count` bands side by side over the range, with `gap` (a part of the step) between them. */
export const bands = (count: number, [start, end]: Pair, gap = 0.2): readonly Band[] => {
  const step = (end - start) / Math.max(1, count);
  return Array.from({ length: count }, (_, index) => ({
    start: start + step * (index + gap / 2),
    width: step * (1 - gap),
  }));
};

/** Places on the page to a hundredth of a pixel: enough for the eye, and short in a file. */
export const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;
