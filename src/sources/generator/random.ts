import { exp, ln } from './exact-math.ts';

/** State of one stream of sfc32 (Doty-Humphrey, PractRand): four 32-bit words. */
export type Random = Int32Array;

const twoTo32 = 4_294_967_296;

/** Spreads 32 bits over 32 bits, one to one (the finaliser of MurmurHash3). */
export const mix = (word: number): number => {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** The next 32 bits, as an integer from 0. */
export const nextWord = (random: Random): number => {
  const a = random[0]!;
  const b = random[1]!;
  const c = random[2]!;
  const counter = random[3]!;
  const word = (((a + b) | 0) + counter) | 0;
  random[3] = counter + 1;
  random[0] = b ^ (b >>> 9);
  random[1] = c + (c << 3);
  random[2] = ((c << 21) | (c >>> 11)) + word;
  return word >>> 0;
};

/** A number in [0, 1). */
export const unit = (random: Random): number => nextWord(random) / twoTo32;

/** An integer in [0, bound). */
export const below = (random: Random, bound: number): number => Math.floor(unit(random) * bound);

/** A stream of its own for each (seed, name): one part's draws never move another's. */
export const randomStream = (seed: number, name: string): Random => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  const random = new Int32Array([seed | 0, Math.floor(seed / twoTo32), hash, 1]);
  for (let i = 0; i < 20; i++) nextWord(random);
  return random;
};

/** Nearly normal, mean 0 and deviation 1: a sum of twelve uniform numbers less six. */
export const normal = (random: Random): number => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += unit(random);
  return sum;
};

/** Between two positive bounds, uniform in the logarithm. */
export const logUniform = (random: Random, from: number, to: number): number =>
  from * exp(unit(random) * ln(to / from));
