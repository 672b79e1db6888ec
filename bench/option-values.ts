/** The words of a list, which have to be known. @throws Error */
export const chosen = <T extends string>(
  text: string,
  known: readonly T[],
  option: string,
): readonly T[] =>
  text.split(',').map((word) => {
    const found = known.find((name) => name === word);
    if (found === undefined) throw new Error(`--${option}: ${word} is none of ${known.join(', ')}`);
    return found;
  });

/** A whole number from 1. @throws Error */
export const natural = (text: string, option: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${option}: ${text} is no whole number from 1`);
  }
  return number;
};
