const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const mark = '\u200e';

/**
 * Keeps what stands beside a text that is written from the right in its place: without marks
 * around it, terminals that reorder would draw it among the numbers that follow.
 */
export const inPlace = (text: string): string =>
  rightToLeft.test(text) ? `${mark}${text}${mark}` : text;
