import { firstBytes, isDigit } from './characters';
import { setSpan } from './fields';
import { allocate } from './memory';

// Values that are not plain text. Each function returns the byte behind the value, or 0 where it
// is doubtful.

const mostActions: u32 = 16;
const actions = allocate(mostActions * 8);
let actionCount: u32 = 0;

/** Adds an action of at most 8 bytes; actions are numbered in the order of adding. */
export function addAction(name: u64): void {
  store<u64>(actions + actionCount * 8, name);
  actionCount += 1;
}

/** The number of that action, or -1. */
export function findAction(at: usize, length: u32): i32 {
  if (length - 1 > 7) return -1;
  const name = firstBytes(load<u64>(at), length);
  for (let action: u32 = 0; action < actionCount; action++) {
    if (load<u64>(actions + action * 8) == name) return action;
  }
  return -1;
}

/** A whole number of plain digits, at most `most`; its value becomes the field's span. */
export function readInteger(at: usize, spans: usize, field: u32, least: u32, most: u32): usize {
  const first = <u32>load<u8>(at) - 48;
  if (first > 9) return 0;
  let value = first;
  const start = at;
  at += 1;
  for (let digit = <u32>load<u8>(at) - 48; digit < 10; digit = <u32>load<u8>(at) - 48) {
    value = value * 10 + digit;
    at += 1;
  }
  // Nine digits cannot wrap around; a leading zero is no number of JSON.
  if (at - start > 9 || (first == 0 && at - start > 1)) return 0;
  if (value < least || value > most) return 0;
  setSpan(spans, field, value, 0);
  return at;
}

/** Any number of JSON. */
export function skipNumber(at: usize): usize {
  if (load<u8>(at) == 45) at += 1;
  if (load<u8>(at) == 48) {
    at += 1;
  } else {
    at = skipDigits(at);
    if (at == 0) return 0;
  }
  if (load<u8>(at) == 46) {
    at = skipDigits(at + 1);
    if (at == 0) return 0;
  }
  if ((load<u8>(at) | 32) == 101) {
    const sign: u32 = load<u8>(at, 1);
    at = skipDigits(sign == 43 || sign == 45 ? at + 2 : at + 1);
  }
  return at;
}

/** One digit or more. */
function skipDigits(at: usize): usize {
  if (!isDigit(load<u8>(at))) return 0;
  while (isDigit(load<u8>(at))) at += 1;
  return at;
}

/** `[a-z0-9][a-z0-9 _-]{0,31}` */
export function isDevice(at: usize, length: u32): bool {
  if (length - 1 > 31) return false;
  let byte: u32 = load<u8>(at);
  if (byte - 97 > 25 && byte - 48 > 9) return false;
  for (const end = at + length; at < end; at++) {
    byte = load<u8>(at);
    if (byte - 97 > 25 && byte - 48 > 9 && byte != 32 && byte != 45 && byte != 95) return false;
  }
  return true;
}

/** `[A-Z]{2}` */
export function isCountry(at: usize, length: u32): bool {
  return length == 2 && <u32>load<u8>(at) - 65 < 26 && <u32>load<u8>(at, 1) - 65 < 26;
}
