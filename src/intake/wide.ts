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
  (signed[row * 2 + 1] as number) * 4_294_967_296 + (words[row * 2] as number);
