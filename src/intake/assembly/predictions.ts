import {
  isDigit,
  closeBrace,
  colon,
  comma,
  lineFeed,
  openBrace,
  quote,
  skipSpace,
} from './characters';
import {
  fieldAt,
  fieldKind,
  fieldLeast,
  fieldMost,
  findField,
  kindEnd,
  kindInteger,
  kindNothing,
  kindOtherNumber,
  kindOtherText,
  mostFields,
  otherField,
} from './fields';
import { allocate } from './memory';

// Lines of one source are alike: what stands between two values (`","user_id":"`) repeats. Per
// field a few such passages that followed its value are kept, so that mostly one comparison
// recognises the next key together with its punctuation. What is new is parsed and learnt.

/** Layout of a passage: at most 32 bytes of text, their bits that count, and what comes next. */
const text: usize = 0;
const mask: usize = 32;
export const passageLength: usize = 64;
export const passageField: usize = 68;
export const passageKind: usize = 72;
/** Passages that may follow the value. */
export const passageNext: usize = 76;
export const passageLeast: usize = 80;
export const passageMost: usize = 84;
const passageBytes: usize = 96;
const longestText: usize = 32;

const ways: u32 = 4;
const victim: usize = ways * passageBytes;
const setBytes: usize = victim + 16;

/** Passages that start a line come after those of `otherField`. */
const sets = allocate((mostFields + 2) * setBytes);
export const lineStart: usize = sets + (mostFields + 1) * setBytes;
/** A passage too long to be kept. */
const unkept = allocate(passageBytes);

/** The kept passage that stands at `at`, or 0. */
export function recognise(set: usize, at: usize): usize {
  const first = v128.load(at);
  const second = v128.load(at, 16);
  for (const end = set + victim; set < end; set += passageBytes) {
    const differs = v128.or(
      v128.and(v128.xor(first, v128.load(set, text)), v128.load(set, mask)),
      v128.and(v128.xor(second, v128.load(set, text + 16)), v128.load(set, mask + 16)),
    );
    if (!v128.any_true(differs)) return load<u32>(set, passageLength) == 0 ? 0 : set;
  }
  return 0;
}

/**
 * Parses the passage at `at`, up to the first byte of a value that has one (behind a quote, the
 * first digit) or past the line feed, and keeps it. Returns 0 where the line is doubtful.
 */
export function learn(set: usize, at: usize): usize {
  const start = at;
  at = skipSpace(at);
  const separator: u32 = load<u8>(at);
  if (set == lineStart) {
    if (separator != openBrace) return 0;
  } else if (separator == closeBrace) {
    at = skipSpace(at + 1);
    return load<u8>(at) == lineFeed ? keep(set, start, at + 1, otherField, kindEnd) : 0;
  } else if (separator != comma) {
    return 0;
  }
  at = skipSpace(at + 1);
  if (load<u8>(at) != quote) return 0;
  const name = at + 1;
  at = name;
  for (let byte: u32 = load<u8>(at); byte != quote; byte = load<u8>(at)) {
    if (byte < 32 || byte >= 128 || byte == 92) return 0;
    at += 1;
  }
  const field = findField(name, <u32>(at - name));
  at = skipSpace(at + 1);
  if (load<u8>(at) != colon) return 0;
  return learnValue(set, start, skipSpace(at + 1), field);
}

function learnValue(set: usize, start: usize, at: usize, field: u32): usize {
  const known = field != otherField;
  const kind = load<u32>(fieldAt(field), fieldKind);
  const first: u32 = load<u8>(at);
  if (first == quote) {
    if (known && kind == kindInteger) return 0;
    return keep(set, start, at + 1, field, known ? kind : kindOtherText);
  }
  if (isDigit(first) || first == 45) {
    if (known && kind != kindInteger) return 0;
    return keep(set, start, at, field, known ? kind : kindOtherNumber);
  }
  const word = load<u32>(at);
  if (word == 0x6c6c756e) return keep(set, start, at + 4, field, kindNothing);
  if (known) return 0;
  if (word == 0x65757274) return keep(set, start, at + 4, field, kindNothing);
  return word == 0x736c6166 && load<u8>(at, 4) == 101
    ? keep(set, start, at + 5, field, kindNothing)
    : 0;
}

function keep(set: usize, start: usize, end: usize, field: u32, kind: u32): usize {
  const length = end - start;
  let passage = unkept;
  if (length < longestText) {
    const way = load<u32>(set, victim);
    store<u32>(set, (way + 1) % ways, victim);
    passage = set + way * passageBytes;
    memory.copy(passage + text, start, length);
    memory.fill(passage + mask, 0xff, length);
    memory.fill(passage + mask + length, 0, longestText - length);
    if (kind == kindInteger || kind == kindOtherNumber) {
      // A number has no mark of its own: its first byte has to look like one as well.
      const first: u32 = load<u8>(end);
      store<u8>(passage + length, <u8>first, text);
      store<u8>(passage + length, isDigit(first) ? 0xf0 : 0xff, mask);
    }
  }
  store<u32>(passage, <u32>length, passageLength);
  store<u32>(passage, field, passageField);
  store<u32>(passage, kind, passageKind);
  store<u32>(passage, <u32>(sets + field * setBytes), passageNext);
  store<u32>(passage, load<u32>(fieldAt(field), fieldLeast), passageLeast);
  store<u32>(passage, load<u32>(fieldAt(field), fieldMost), passageMost);
  return passage;
}
