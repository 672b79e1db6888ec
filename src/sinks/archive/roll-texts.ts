import { wholeLayout } from '../../intake/events-of.ts';
import type { GroupTexts } from './roll.ts';

/** The texts that the rows of one roll have: few of all that an intake has seen. */
export interface RollTexts {
  readonly texts: GroupTexts;
  /** Numbers the keys of rows anew; `known` is what they stand for, and may grow between calls. */
  take(known: GroupTexts, keys: readonly Int32Array[]): readonly Int32Array[];
  /** How many texts there are. */
  size(): number;
}

const shortestPlaces = 64;

const grown = (places: Int32Array, length: number): Int32Array => {
  const longer = new Int32Array(Math.max(shortestPlaces, length, places.length * 2)).fill(-1);
  longer.set(places);
  return longer;
};

export const createRollTexts = (): RollTexts => {
  const texts: (string | null)[][] = wholeLayout.groups.map(() => []);
  let current: GroupTexts | undefined;
  /** Per group the number here of each key of the current intake. */
  let places: Int32Array[] = [];
  let size = 0;

  const numbered = (group: number, known: GroupTexts, keys: Int32Array): Int32Array => {
    const from = known[group] ?? [];
    const to = texts[group] ?? [];
    let numbers = places[group] ?? new Int32Array();
    if (numbers.length < from.length) numbers = grown(numbers, from.length);
    places[group] = numbers;
    return keys.map((key) => {
      const number = numbers[key] as number;
      if (number >= 0) return number;
      size += 1;
      return (numbers[key] = to.push(from[key] ?? null) - 1);
    });
  };

  return {
    texts,
    take(known, keys) {
      if (known !== current) places = [];
      current = known;
      return keys.map((column, group) => numbered(group, known, column));
    },
    size: () => size,
  };
};
