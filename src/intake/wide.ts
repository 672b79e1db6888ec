/** A column of 64-bit integers as its words, low ones first: no bigint is made to look at it. */
export interface WideColumn {
  readonly words: Uint32Array;
  readonly signed: Int32Array;
}

export const wideColumn = (column: BigInt64Array | BigUint64Array): WideColumn => ({
  words: new Uint32Array(column.buffer, column.byteOffset, column.length * 2),
  signed: new Int32Array(column.buffer, column.byteOffset, column.length * 2),
});

/** A signed value of at most 53 bits, such as microseconds since 1970. */
export const wideAt = ({ words, signed }: WideColumn, row: number): number =>
  wideIn(words, signed, row);

/** The same of the words themselves, for loops that are not to see objects that come and go. */
export const wideIn = (words: Uint32Array, signed: Int32Array, row: number): number =>
  (signed[row * 2 + 1] as number) * 4_294_967_296 + (words[row * 2] as number);
