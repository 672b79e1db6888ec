import { firstBytes } from './characters';

// Identity of an event id; the same as event-id.ts beside this folder.

export let idHigh: u64 = 0;
export let idLow: u64 = 0;

/** Forms of an id: what its text is besides the 128 bits. */
export const idUuid: u32 = 0;
export const idHex: u32 = 1;
export const idText: u32 = 2;

/** The nibbles of 16 lower-case hex digits, or a byte above 15 where there is another byte. */
function nibbles(digits: v128): v128 {
  const number = i8x16.sub(digits, i8x16.splat(48));
  const letter = i8x16.sub(digits, i8x16.splat(97));
  const isNumber = i8x16.lt_u(number, i8x16.splat(10));
  const isLetter = i8x16.lt_u(letter, i8x16.splat(6));
  const value = v128.bitselect(number, i8x16.add(letter, i8x16.splat(10)), isNumber);
  return v128.or(value, v128.not(v128.or(isNumber, isLetter)));
}

/** The 64 bits of 16 nibbles, the first the highest. */
function pack(value: v128): u64 {
  const pairs = v128.or(i16x8.shl(v128.and(value, i16x8.splat(15)), 4), i16x8.shr_u(value, 8));
  return bswap(<u64>i64x2.extract_lane(i8x16.narrow_i16x8_u(pairs, pairs), 0));
}

function take(first: v128, second: v128): bool {
  const high = nibbles(first);
  const low = nibbles(second);
  if (v128.any_true(i8x16.gt_u(v128.or(high, low), i8x16.splat(15)))) return false;
  idHigh = pack(high);
  idLow = pack(low);
  return true;
}

/** Reads 36 characters as a lower-case UUID. */
export function readUuid(at: usize): bool {
  if (load<u8>(at, 8) != 45 || load<u8>(at, 13) != 45) return false;
  if (load<u8>(at, 18) != 45 || load<u8>(at, 23) != 45) return false;
  const first = v128.shuffle<u8>(
    v128.load(at),
    v128.load(at, 2),
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    9,
    10,
    11,
    12,
    14,
    15,
    30,
    31,
  );
  const second = v128.shuffle<u8>(
    v128.load(at, 19),
    v128.load(at, 20),
    0,
    1,
    2,
    3,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    31,
  );
  return take(first, second);
}

/** Reads 32 characters as lower-case hex digits. */
function readHex(at: usize): bool {
  return take(v128.load(at), v128.load(at, 16));
}

/** Reads any id into `idHigh` and `idLow`; returns its form. */
export function readId(at: usize, length: u32): u32 {
  if (length == 36 && readUuid(at)) return idUuid;
  if (length == 32 && readHex(at)) return idHex;
  hashText(at, length);
  return idText;
}

function absorb(lane: u32, value: u32): u32 {
  const mixed = (lane ^ value) * <u32>0x85ebca6b;
  return mixed ^ (mixed >> 15);
}

function end(lane: u32): u32 {
  const mixed = lane * <u32>0xc2b2ae35;
  return mixed ^ (mixed >> 16);
}

/** Four bytes of the text, zeros behind its end. */
function word(at: usize, left: i32): u32 {
  if (left <= 0) return 0;
  return <u32>firstBytes(load<u32>(at), <u32>min<i32>(left, 4));
}

function hashText(at: usize, length: u32): void {
  let a: u32 = 0x9e3779b1;
  let b: u32 = a + 1;
  let c: u32 = a + 2;
  let d: u32 = a + 3;
  for (let left = <i32>length; left > 0; left -= 16, at += 16) {
    a = absorb(a, word(at, left) ^ d);
    b = absorb(b, word(at + 4, left - 4) ^ a);
    c = absorb(c, word(at + 8, left - 8) ^ b);
    d = absorb(d, word(at + 12, left - 12) ^ c);
  }
  for (let round: u32 = 0; round < 2; round++) {
    a = absorb(a, d ^ (length + round));
    b = absorb(b, a);
    c = absorb(c, b);
    d = absorb(d, c);
  }
  idHigh = ((<u64>end(a)) << 32) | end(b);
  idLow = ((<u64>end(c)) << 32) | end(d);
}
