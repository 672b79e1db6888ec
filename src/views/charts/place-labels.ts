import { type Box, inside, overlap } from './box.ts';

/** A mark that wants a label: its centre, radius, and the size of the label's text. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly width: number;
  readonly height: number;
}

const gap = 4;

const candidates = ({ x, y, r, width, height }: Labelled): readonly Box[] => {
  const right = x + r + gap;
  const left = x - r - gap - width;
  const middle = y - height / 2;
  const above = y - r - gap - height;
  const below = y + r + gap;
  const centred = x - width / 2;
  const places: readonly (readonly [number, number])[] = [
    [right, middle],
    [left, middle],
    [centred, above],
    [centred, below],
    [right, above],
    [right, below],
    [left, above],
    [left, below],
  ];
  return places.map(([bx, by]) => ({ x: bx, y: by, width, height }));
};

/**
 * Greedy label placement: each in turn takes the first free place beside its mark, inside the
 * frame, over no placed label and over none of the `obstacles`; `undefined` where there is none.
 */
export const placeLabels = (
  wanted: readonly Labelled[],
  obstacles: readonly Box[],
  frame: Box,
): readonly (Box | undefined)[] => {
  const placed: Box[] = [];
  return wanted.map((label) => {
    const free = candidates(label).find(
      (box) =>
        inside(box, frame) &&
        !placed.some((other) => overlap(box, other)) &&
        !obstacles.some((other) => overlap(box, other)),
    );
    if (free !== undefined) placed.push(free);
    return free;
  });
};
