import { quote } from './characters';

// Text between quotes that can be taken as it stands: UTF-8 without escapes and control
// characters.

function continues(at: usize, offset: usize): bool {
  return (load<u8>(at + offset) & 0xc0) == 0x80;
}

/** Length of the well-formed UTF-8 character of several bytes at `at`, or 0. */
export function wideCharacter(at: usize): usize {
  const lead: u32 = load<u8>(at);
  const second: u32 = load<u8>(at, 1);
  if (lead < 0xe0) return lead >= 0xc2 && continues(at, 1) ? 2 : 0;
  if (lead < 0xf0) {
    // E0 would be overlong below A0, ED a surrogate from A0 on.
    if (lead == 0xe0 && second < 0xa0) return 0;
    if (lead == 0xed && second >= 0xa0) return 0;
    return continues(at, 1) && continues(at, 2) ? 3 : 0;
  }
  // F0 would be overlong below 90, F4 beyond U+10FFFF from 90 on.
  if (lead > 0xf4 || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second >= 0x90)) return 0;
  return continues(at, 1) && continues(at, 2) && continues(at, 3) ? 4 : 0;
}

/** The closing quote of the text that starts at `at`, or 0 where it is doubtful. */
export function findTextEnd(at: usize): usize {
  // As signed bytes those of non-ASCII characters are negative: one comparison finds them and
  // the control characters.
  while (true) {
    const bytes = v128.load(at);
    const special = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92))),
        i8x16.lt_s(bytes, i8x16.splat(32)),
      ),
    );
    if (special != 0) {
      at += ctz(special);
      return load<u8>(at) == quote ? at : findWideTextEnd(at);
    }
    at += 16;
  }
}

/** As `findTextEnd`, where a character that is not plain ASCII stands at `at`. */
function findWideTextEnd(at: usize): usize {
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte >= 0x80) {
      const length = wideCharacter(at);
      if (length == 0) return 0;
      at += length;
    } else if (byte == quote) {
      return at;
    } else if (byte < 32 || byte == 92) {
      return 0;
    } else {
      at += 1;
    }
  }
}

/** Code points of well-formed UTF-8. */
export function countCharacters(at: usize, length: u32): u32 {
  let characters: u32 = 0;
  for (const end = at + length; at < end; at++) characters += <u32>((load<u8>(at) & 0xc0) != 0x80);
  return characters;
}
