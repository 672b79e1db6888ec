import { type Line, lineWidth, span } from '../format/line.ts';

/** A part of the report: half blocks may stand side by side. */
export interface Block {
  readonly half: boolean;
  /** Lines of at most `width` cells. */
  readonly lines: (width: number) => readonly Line[];
}

const gap = 4;
const narrowestPair = 72;

const beside = (left: readonly Line[], right: readonly Line[], width: number): readonly Line[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const first = left[index] ?? [];
    const second = right[index] ?? [];
    return second.length === 0
      ? first
      : [...first, span(' '.repeat(Math.max(0, width - lineWidth(first)) + gap)), ...second];
  });

/** Puts blocks below one another, half blocks in pairs where the width allows, with a blank line between. */
export const stack = (blocks: readonly Block[], width: number): readonly Line[] => {
  const left = [...blocks];
  const lines: Line[] = [];
  for (let block = left.shift(); block !== undefined; block = left.shift()) {
    if (lines.length > 0) lines.push([]);
    const partnerAt =
      block.half && width >= narrowestPair ? left.findIndex(({ half }) => half) : -1;
    const [partner] = partnerAt < 0 ? [] : left.splice(partnerAt, 1);
    const room = Math.floor((width - gap) / 2);
    lines.push(
      ...(partner === undefined
        ? block.lines(block.half && width >= narrowestPair ? room : width)
        : beside(block.lines(room), partner.lines(room), room)),
    );
  }
  return lines;
};
