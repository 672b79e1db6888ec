import { mix, nextWord, randomStream } from './random.ts';

/** Four secret words of a seed, from which the ids of its events follow. */
export type IdKeys = readonly [number, number, number, number];

export const idKeys = (seed: number): IdKeys => {
  const random = randomStream(seed, 'event ids');
  return [nextWord(random), nextWord(random), nextWord(random), nextWord(random)];
};

/**
 * Writes the UUID (version 4 in form) of event number `sequence`, below 2^32, as four words.
 * The first word is a permutation of the number, so no two events of a seed share an id.
 */
export const writeId = (
  keys: IdKeys,
  sequence: number,
  words: Uint32Array,
  offset: number,
): void => {
  const first = mix(sequence ^ keys[0]);
  const second = mix(first ^ keys[1]);
  const third = mix((second + keys[2]) | 0);
  words[offset] = first;
  words[offset + 1] = (second & 0xffff0fff) | 0x4000;
  words[offset + 2] = (third & 0x3fffffff) | 0x80000000;
  words[offset + 3] = mix(third ^ keys[3]);
};
