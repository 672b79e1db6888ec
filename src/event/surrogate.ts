const backslash = 92;
const letterU = 117;

const hex4 = (json: string, at: number): number => Number.parseInt(json.slice(at, at + 4), 16);
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * True where valid JSON text escapes half a surrogate pair (`\ud800` alone), in any string or
 * key: also in one that a later equal key replaces, which the parsed value no longer shows.
 */
export const escapesLoneSurrogate = (json: string): boolean => {
  let at = json.indexOf('\\');
  while (at >= 0) {
    let next = at + 2;
    if (json.charCodeAt(at + 1) === letterU) {
      const unit = hex4(json, at + 2);
      next = at + 6;
      if (isLow(unit)) return true;
      if (isHigh(unit)) {
        const paired =
          json.charCodeAt(next) === backslash &&
          json.charCodeAt(next + 1) === letterU &&
          isLow(hex4(json, next + 2));
        if (!paired) return true;
        next += 6;
      }
    }
    at = json.indexOf('\\', next);
  }
  return false;
};
