/** Where a text stands in a line; one object for all lines, filled anew by each search. */
export interface Place {
  /** The first byte, and the one behind the last. */
  from: number;
  to: number;
}

/** `unsure`: the line has to be parsed to know. */
export type Found = 'found' | 'absent' | 'unsure';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const space = 0x20;

/**
 * Finds the text of a field of one flat JSON object by walking over its bytes, without making an
 * object. Where the line is anything else, or holds an escape on the way, it is unsure.
 */
export const textFinder = (
  field: string,
): ((bytes: Uint8Array, from: number, to: number, place: Place) => Found) => {
  const name = Buffer.from(`${field}"`);

  /** Behind the quote that closes the string which `at` is in; -1 at an escape or the end. */
  const afterString = (bytes: Uint8Array, start: number, to: number): number => {
    for (let at = start; at < to; at++) {
      const byte = bytes[at];
      if (byte === quote) return at + 1;
      if (byte === backslash) return -1;
    }
    return -1;
  };

  const isName = (bytes: Uint8Array, at: number): boolean => {
    for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false;
    return true;
  };

  return (bytes, from, to, place) => {
    if (bytes[from] !== openBrace) return 'unsure';
    let at = from + 1;
    for (;;) {
      while (bytes[at] === space) at++;
      if (bytes[at] !== quote) return 'unsure';
      const isWanted = isName(bytes, at + 1);
      at = afterString(bytes, at + 1, to);
      if (at < 0) return 'unsure';
      while (bytes[at] === space) at++;
      if (bytes[at] !== colon) return 'unsure';
      at++;
      while (bytes[at] === space) at++;
      if (bytes[at] === quote) {
        const start = at + 1;
        at = afterString(bytes, start, to);
        if (at < 0) return 'unsure';
        if (isWanted) {
          place.from = start;
          place.to = at - 1;
          return 'found';
        }
      } else {
        if (isWanted) return 'absent';
        for (; at < to; at++) {
          const byte = bytes[at];
          if (byte === comma || byte === closeBrace) break;
          if (byte === openBrace || byte === openBracket || byte === quote) return 'unsure';
        }
      }
      while (bytes[at] === space) at++;
      if (at >= to) return 'unsure';
      if (bytes[at] === closeBrace) return 'absent';
      if (bytes[at] !== comma) return 'unsure';
      at++;
    }
  };
};

/** The text of a field by parsing the line; undefined where there is none. */
export const parsedText = (
  bytes: Uint8Array,
  from: number,
  to: number,
  field: string,
): string | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.subarray(from, to)).toString());
    const text = (value as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
};
