// The bytes of JSON, and what is done to single ones.

export const lineFeed: u32 = 10;
export const carriageReturn: u32 = 13;
export const quote: u32 = 34;
export const comma: u32 = 44;
export const colon: u32 = 58;
export const openBrace: u32 = 123;
export const closeBrace: u32 = 125;

export function isDigit(byte: u32): bool {
  return byte - 48 < 10;
}

export function isSpace(byte: u32): bool {
  return byte == 32 || byte == 9 || byte == carriageReturn;
}

/** The first byte at or after `at` that is no white space within a line. */
export function skipSpace(at: usize): usize {
  while (isSpace(load<u8>(at))) at += 1;
  return at;
}

/** Keeps the first `length` (1 to 8) bytes of a word. */
export function firstBytes(word: u64, length: u32): u64 {
  return word & (~(<u64>0) >> ((8 - length) << 3));
}

/** 16 bytes of ones, then 16 of zeros. */
const ones = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** The first `length` (0 to 16) bytes at `at`, zeros behind them. */
export function loadBytes(at: usize, length: u32): v128 {
  return v128.and(v128.load(at), v128.load(ones + 16 - length));
}

/** The line feed at or after `at`; there must be one. */
export function findLineEnd(at: usize): usize {
  const wanted = i8x16.splat(<i8>lineFeed);
  while (true) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (hits != 0) return at + ctz(hits);
    at += 16;
  }
}
