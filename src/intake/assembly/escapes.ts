import { quote } from './characters';
import { allocate } from './memory';
import { wideCharacter } from './text';

// Text with escapes is written out plain, to a place where it stays until the row's keys are
// written.

const backslash: u32 = 92;
/** No line that conforms has more text. */
const longestLine: usize = 65536;
const roomBytes: usize = 4 * longestLine;
const room = allocate(roomBytes);
const roomEnd: usize = room + roomBytes;
let next: usize = room;

/** What `readEscapedText` wrote. */
export let plainStart: usize = 0;
export let plainLength: u32 = 0;

/** True where a further line may not find the room it needs. */
export function isRoomScarce(): bool {
  return roomEnd - next < longestLine;
}

/** Gives up all texts that were written. */
export function clearRoom(): void {
  next = room;
}

/** What a letter behind a backslash stands for, or 0. */
function escapedByte(letter: u32): u32 {
  switch (letter) {
    case 34:
    case 47:
    case 92:
      return letter;
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return 0;
  }
}

const noUnit: u32 = 0x10000;

/** The UTF-16 code unit that four hex digits are, or `noUnit`. */
function hex4(at: usize): u32 {
  let unit: u32 = 0;
  for (let index: usize = 0; index < 4; index++) {
    const byte: u32 = load<u8>(at + index);
    const letter = (byte | 32) - 97;
    if (byte - 48 < 10) unit = (unit << 4) | (byte - 48);
    else if (letter < 6) unit = (unit << 4) | (letter + 10);
    else return noUnit;
  }
  return unit;
}

/** Writes a code point as UTF-8. */
function writeCodePoint(code: u32): void {
  if (code < 0x80) {
    store<u8>(next, <u8>code);
    next += 1;
  } else if (code < 0x800) {
    store<u8>(next, <u8>(0xc0 | (code >> 6)));
    store<u8>(next, <u8>(0x80 | (code & 63)), 1);
    next += 2;
  } else if (code < 0x10000) {
    store<u8>(next, <u8>(0xe0 | (code >> 12)));
    store<u8>(next, <u8>(0x80 | ((code >> 6) & 63)), 1);
    store<u8>(next, <u8>(0x80 | (code & 63)), 2);
    next += 3;
  } else {
    store<u8>(next, <u8>(0xf0 | (code >> 18)));
    store<u8>(next, <u8>(0x80 | ((code >> 12) & 63)), 1);
    store<u8>(next, <u8>(0x80 | ((code >> 6) & 63)), 2);
    store<u8>(next, <u8>(0x80 | (code & 63)), 3);
    next += 4;
  }
}

/** Writes the character of the escape at `at`; returns what follows it, or 0. */
function readEscape(at: usize): usize {
  const letter: u32 = load<u8>(at, 1);
  if (letter != 117) {
    const byte = escapedByte(letter);
    if (byte == 0) return 0;
    store<u8>(next, <u8>byte);
    next += 1;
    return at + 2;
  }
  const unit = hex4(at + 2);
  if (unit == noUnit || (unit >= 0xdc00 && unit < 0xe000)) return 0;
  if (unit < 0xd800 || unit >= 0xe000) {
    writeCodePoint(unit);
    return at + 6;
  }
  if (load<u8>(at, 6) != backslash || load<u8>(at, 7) != 117) return 0;
  const low = hex4(at + 8);
  if (low < 0xdc00 || low >= 0xe000) return 0;
  writeCodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
  return at + 12;
}

/**
 * Reads the text that starts at `at` into `plainStart` and `plainLength`. Returns its closing
 * quote, or 0 where it is doubtful.
 */
export function readEscapedText(at: usize): usize {
  const start = next;
  // Written text is never longer than read text, so that it stays within the room.
  const end = at + (roomEnd - next);
  while (at < end) {
    const byte: u32 = load<u8>(at);
    if (byte == quote) {
      plainStart = start;
      plainLength = <u32>(next - start);
      return at;
    }
    if (byte == backslash) {
      at = readEscape(at);
      if (at == 0) return 0;
    } else if (byte >= 0x80) {
      const length = wideCharacter(at);
      if (length == 0) return 0;
      memory.copy(next, at, length);
      next += length;
      at += length;
    } else if (byte < 32) {
      return 0;
    } else {
      store<u8>(next, <u8>byte);
      next += 1;
      at += 1;
    }
  }
  return 0;
}
