import { loadBytes } from './characters';
import { hasField, hostSpans, setPresent, setSpan, spanLength, spanStart } from './fields';
import { allocateEntry, reuse } from './entry-chunks';
import { allocate } from './memory';

// One dictionary per group of fields: an entry holds the texts of the group's fields, found by a
// hash that only narrows and told apart by its bytes. Entries are numbered from 0 as they come.

/** Layout of a group. */
const groupFieldCount: usize = 0;
const groupEntries: usize = 4;
const groupTable: usize = 8;
const groupMask: usize = 12;
const groupNumber: usize = 16;
const groupFields: usize = 20;
const groupBytes: usize = 48;
const mostGroups: u32 = 16;

/** Layout of an entry; the lengths (16 bits each) and the texts follow its head. */
export const entryId: usize = 0;
const entryTag: usize = 4;
/** Bytes of the whole entry. */
export const entrySize: usize = 8;
export const entryGroup: usize = 12;
/** 1 where all texts are ASCII. */
const entryAscii: usize = 13;
const entryLengths: usize = 14;
/** Length of a text that is not there. */
const absent: u32 = 0xffff;

const firstSlots: u32 = 1024;
const slotBytes: usize = 8;

const groups = allocate(mostGroups * groupBytes);
export let groupCount: u32 = 0;

export function groupAt(group: u32): usize {
  return groups + group * groupBytes;
}

function fieldOf(group: usize, index: u32): u32 {
  return load<u8>(group + index, groupFields);
}

/** Adds a group without fields. */
export function addGroup(): void {
  const group = groupAt(groupCount);
  store<u32>(group, groupCount, groupNumber);
  store<u32>(group, <u32>allocate(firstSlots * slotBytes), groupTable);
  store<u32>(group, firstSlots - 1, groupMask);
  groupCount += 1;
}

/** Adds a field to the group that was added last. */
export function addGroupField(field: u32): void {
  const group = groupAt(groupCount - 1);
  const index = load<u32>(group, groupFieldCount);
  store<u8>(group + index, <u8>field, groupFields);
  store<u32>(group, index + 1, groupFieldCount);
}

/* eslint-disable no-loss-of-precision -- integers of 64 bits */
const mixFactor: u64 = 0x9e3779b97f4a7c15;
const lowFactor: u64 = 0xa0761d6478bd642f;
const highFactor: u64 = 0xe7037ed1a0b428db;
const tagFactor: u64 = 0xd6e8feb86659fd93;
/* eslint-enable no-loss-of-precision */

function mix(hash: u64, word: u64): u64 {
  const mixed = (hash ^ word) * mixFactor;
  return mixed ^ (mixed >> 29);
}

/** Sixteen bytes as one word. */
function fold(bytes: v128): u64 {
  const low: u64 = i64x2.extract_lane(bytes, 0) * lowFactor;
  const high: u64 = i64x2.extract_lane(bytes, 1) * highFactor;
  return low ^ rotl<u64>(high, 32);
}

function mixText(hash: u64, at: usize, length: u32): u64 {
  hash ^= (<u64>length) << 32;
  if (length <= 16) return mix(hash, fold(loadBytes(at, length)));
  const end = at + length;
  hash = mix(hash, fold(v128.load(end - 16)));
  for (const last = end - 16; at < last; at += 16) hash = mix(hash, fold(v128.load(at)));
  return hash;
}

/** What the group's table is searched by: a hash of the texts of its fields. */
export function tagOf(group: usize, spans: usize): u32 {
  const fieldCount = load<u32>(group, groupFieldCount);
  let hash: u64 = 0;
  for (let index: u32 = 0; index < fieldCount; index++) {
    const field = fieldOf(group, index);
    hash = hasField(spans, field)
      ? mixText(hash, spanStart(spans, field), spanLength(spans, field))
      : mix(hash, 0xff);
  }
  return <u32>((hash * tagFactor) >> 32);
}

/** The entry in the place where the tag's entry mostly is, or 0. */
export function likelyEntry(group: usize, tag: u32): usize {
  const slot = tag & load<u32>(group, groupMask);
  return load<u32>(<usize>load<u32>(group, groupTable) + slot * slotBytes, 4);
}

/** The id of the texts of the group's fields; they get a new one where they are new. */
export function find(group: usize, spans: usize, tag: u32): u32 {
  const table: usize = load<u32>(group, groupTable);
  const mask = load<u32>(group, groupMask);
  let slot = tag & mask;
  while (true) {
    const word = load<u64>(table + slot * slotBytes);
    if (word == 0) return insert(group, spans, tag, table + slot * slotBytes);
    if (<u32>word == tag) {
      const entry = <usize>(word >> 32);
      if (isEqual(entry, group, spans)) return load<u32>(entry, entryId);
    }
    slot = (slot + 1) & mask;
  }
}

function differ(a: usize, b: usize): bool {
  return v128.any_true(v128.xor(v128.load(a), v128.load(b)));
}

function bytesEqual(a: usize, b: usize, length: u32): bool {
  if (length <= 16) return !v128.any_true(v128.xor(loadBytes(a, length), loadBytes(b, length)));
  const last = length - 16;
  if (differ(a + last, b + last)) return false;
  for (let offset: u32 = 0; offset < last; offset += 16) {
    if (differ(a + offset, b + offset)) return false;
  }
  return true;
}

function isEqual(entry: usize, group: usize, spans: usize): bool {
  const fieldCount = load<u32>(group, groupFieldCount);
  let known = entry + entryLengths + fieldCount * 2;
  for (let index: u32 = 0; index < fieldCount; index++) {
    const length: u32 = load<u16>(entry + index * 2, entryLengths);
    const field = fieldOf(group, index);
    if (hasField(spans, field)) {
      if (length != spanLength(spans, field)) return false;
      if (!bytesEqual(known, spanStart(spans, field), length)) return false;
      known += length;
    } else if (length != absent) {
      return false;
    }
  }
  return true;
}

function insert(group: usize, spans: usize, tag: u32, slot: usize): u32 {
  const fieldCount = load<u32>(group, groupFieldCount);
  let size: usize = entryLengths + fieldCount * 2;
  for (let index: u32 = 0; index < fieldCount; index++) {
    const field = fieldOf(group, index);
    if (hasField(spans, field)) size += spanLength(spans, field);
  }
  size = (size + 7) & ~7;
  const entry = allocateEntry(size);
  const id = load<u32>(group, groupEntries);
  store<u32>(entry, id, entryId);
  store<u32>(entry, tag, entryTag);
  store<u32>(entry, <u32>size, entrySize);
  store<u8>(entry, <u8>load<u32>(group, groupNumber), entryGroup);
  let bits: u32 = 0;
  let at = entry + entryLengths + fieldCount * 2;
  for (let index: u32 = 0; index < fieldCount; index++) {
    const field = fieldOf(group, index);
    if (hasField(spans, field)) {
      const length = spanLength(spans, field);
      store<u16>(entry + index * 2, <u16>length, entryLengths);
      memory.copy(at, spanStart(spans, field), length);
      for (const end = at + length; at < end; at++) bits |= load<u8>(at);
    } else {
      store<u16>(entry + index * 2, <u16>absent, entryLengths);
    }
  }
  store<u8>(entry, <u8>(bits < 128), entryAscii);
  store<u64>(slot, ((<u64>entry) << 32) | tag);
  store<u32>(group, id + 1, groupEntries);
  if ((id + 1) * 8 > load<u32>(group, groupMask) * 5) grow(group);
  return id;
}

/** Doubles the table; the tag alone says where an entry belongs. */
function grow(group: usize): void {
  const oldTable: usize = load<u32>(group, groupTable);
  const oldBytes = (load<u32>(group, groupMask) + 1) * slotBytes;
  const mask = load<u32>(group, groupMask) * 2 + 1;
  const table = allocate((mask + 1) * slotBytes);
  for (let at = oldTable; at < oldTable + oldBytes; at += slotBytes) {
    const word = load<u64>(at);
    if (word == 0) continue;
    let slot = <u32>word & mask;
    while (load<u64>(table + slot * slotBytes) != 0) slot = (slot + 1) & mask;
    store<u64>(table + slot * slotBytes, word);
  }
  store<u32>(group, <u32>table, groupTable);
  store<u32>(group, mask, groupMask);
  reuse(oldTable, oldBytes);
}

/**
 * Takes over entries of another module with the same groups, found between `at` and `end`.
 * Writes the group and the id here of each from `ids` on; returns how many they are.
 */
export function adopt(at: usize, end: usize, ids: usize): u32 {
  let adopted: u32 = 0;
  while (at < end) {
    const group = groupAt(load<u8>(at, entryGroup));
    const fieldCount = load<u32>(group, groupFieldCount);
    let present: u32 = 0;
    let text = at + entryLengths + fieldCount * 2;
    for (let index: u32 = 0; index < fieldCount; index++) {
      const length: u32 = load<u16>(at + index * 2, entryLengths);
      if (length == absent) continue;
      const field = fieldOf(group, index);
      present |= 1 << field;
      setSpan(hostSpans, field, text, length);
      text += length;
    }
    store<u32>(ids + adopted * 8, load<u32>(group, groupNumber));
    setPresent(hostSpans, present);
    store<u32>(ids + adopted * 8, find(group, hostSpans, load<u32>(at, entryTag)), 4);
    adopted += 1;
    at += load<u32>(at, entrySize);
  }
  return adopted;
}

/** The id of the texts in `hostSpans`, `present` has the bits of their fields; a new one where they are new. */
export function seed(number: u32, present: u32): u32 {
  const group = groupAt(number);
  setPresent(hostSpans, present);
  return find(group, hostSpans, tagOf(group, hostSpans));
}
