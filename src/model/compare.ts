/** The rank of a UTF-16 code unit among code points: surrogates stand for those above U+FFFF. */
const unitRank = (unit: number): number =>
  unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;

/**
 * Order of two texts by their UTF-8 bytes, which is that of their code points: negative, zero or
 * positive. JavaScript's own `<` compares UTF-16 units and puts U+10000 before U+FFFF.
 */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return unitRank(x) - unitRank(y);
  }
  return a.length - b.length;
};

/** Order of two values of one type, smallest first; text by UTF-8 bytes. */
export const compareKnown = (a: string | number, b: string | number): number =>
  typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);

/** Order of two values of one type, smallest first, null last. */
export const compareNullLast = (a: string | number | null, b: string | number | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : compareKnown(a, b);
