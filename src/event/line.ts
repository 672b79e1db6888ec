const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;

/** True for a line of nothing but blanks, tabs and line ends. */
export const isBlank = (line: Uint8Array): boolean => {
  for (const byte of line) {
    if (byte !== space && byte !== tab && byte !== carriageReturn && byte !== lineFeed)
      return false;
  }
  return true;
};

/** The line without a carriage return at its end, which belongs to the line end. */
export const withoutCarriageReturn = (line: Uint8Array): Uint8Array =>
  line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
