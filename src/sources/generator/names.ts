import { aliasTable, pick } from './alias.ts';
import { below, unit, type Random } from './random.ts';
import { lexicons, nameEnds, nameStarts, type Lexicon } from './words.ts';

const languages = aliasTable(lexicons.map(({ weight }) => weight));

const oneOf = <T>(random: Random, choices: readonly T[]): T =>
  choices[below(random, choices.length)]!;

const inventedName = (random: Random): string => {
  const end = oneOf(random, nameEnds);
  return oneOf(random, nameStarts) + (unit(random) < 0.2 ? oneOf(random, nameEnds) : '') + end;
};

/** Fills the placeholders of a pattern; a letter stands for a word only where none is beside it. */
const compose = (random: Random, lexicon: Lexicon, pattern: string): string =>
  pattern.replace(/(?<![A-Za-z])[DTUN](?![a-z"'A-Z])/g, (placeholder) => {
    if (placeholder === 'D') return oneOf(random, lexicon.descriptions);
    return placeholder === 'N' ? inventedName(random) : oneOf(random, lexicon.things);
  });

/** The language an artist sings in. */
export const drawLexicon = (random: Random): Lexicon =>
  lexicons[pick(languages, unit(random), unit(random))]!;

export const artistName = (random: Random, lexicon: Lexicon): string =>
  compose(random, lexicon, oneOf(random, lexicon.artists));

/** A title of a song or an album; one in 200 ends with a character outside the basic plane. */
export const workTitle = (random: Random, lexicon: Lexicon): string => {
  const title = compose(random, lexicon, oneOf(random, lexicon.titles));
  return unit(random) < 0.005 ? `${title} 🎵` : title;
};
