import { allocate } from './memory';

// The fields of the event, as the host describes them from the schema, and where their values
// stand in the line at hand.

/** The most fields; the number after the last one stands for fields that are not of the event. */
export const mostFields: u32 = 24;
export const otherField: u32 = mostFields;

/** How a value is read. */
export const kindText: u32 = 0;
export const kindDevice: u32 = 1;
export const kindCountry: u32 = 2;
export const kindInteger: u32 = 3;
export const kindId: u32 = 4;
export const kindTime: u32 = 5;
export const kindAction: u32 = 6;
/** null, and true and false of other fields: nothing left to read. */
export const kindNothing: u32 = 7;
export const kindOtherText: u32 = 8;
export const kindOtherNumber: u32 = 9;
/** No value but the end of the line. */
export const kindEnd: u32 = 10;

/** Layout of a field's description. */
export const fieldName: usize = 0;
export const fieldNameLength: usize = 16;
export const fieldKind: usize = 20;
export const fieldLeast: usize = 24;
export const fieldMost: usize = 28;
const fieldBytes: usize = 32;

const fields = allocate((mostFields + 1) * fieldBytes);
let count: u32 = 0;

/** Fields that must be there, as bits. */
export let requiredFields: u32 = 0;

export function fieldAt(field: u32): usize {
  return fields + field * fieldBytes;
}

/**
 * Adds a field: its name in two words of bytes, what it may hold (characters of a text, value of
 * an integer). Fields are numbered in the order in which they are added.
 */
export function addField(
  name0: u64,
  name1: u64,
  nameLength: u32,
  kind: u32,
  least: u32,
  most: u32,
  required: bool,
): void {
  const field = fieldAt(count);
  store<u64>(field, name0, fieldName);
  store<u64>(field, name1, fieldName + 8);
  store<u32>(field, nameLength, fieldNameLength);
  store<u32>(field, kind, fieldKind);
  store<u32>(field, least, fieldLeast);
  store<u32>(field, most, fieldMost);
  if (required) requiredFields |= 1 << count;
  count += 1;
}

/** The field of that name, or `otherField`. */
export function findField(name: usize, length: u32): u32 {
  const name0 = load<u64>(name);
  const name1 = load<u64>(name, 8);
  for (let field: u32 = 0; field < count; field++) {
    const known = fieldAt(field);
    if (load<u32>(known, fieldNameLength) != length) continue;
    const mask0 = length >= 8 ? ~(<u64>0) : ((<u64>1) << (length << 3)) - 1;
    const mask1 = length >= 16 ? ~(<u64>0) : length > 8 ? ((<u64>1) << ((length - 8) << 3)) - 1 : 0;
    if (
      (name0 & mask0) == load<u64>(known, fieldName) &&
      (name1 & mask1) == load<u64>(known, fieldName + 8)
    ) {
      return field;
    }
  }
  return otherField;
}

// The texts of an event: per field start and length of its bytes (of an integer the value), and
// the fields that are there as bits.
const spanPresent: usize = mostFields * 8;
export const spanBytes: usize = spanPresent + 8;

/** Spans that the host fills for the event that it appends. */
export const hostSpans = allocate(spanBytes);

export function setSpan(spans: usize, field: u32, start: usize, length: u32): void {
  store<u64>(spans + (field << 3), ((<u64>length) << 32) | <u64>start);
}

export function spanStart(spans: usize, field: u32): usize {
  return load<u32>(spans + (field << 3));
}

export function spanLength(spans: usize, field: u32): u32 {
  return load<u32>(spans + (field << 3), 4);
}

export function setPresent(spans: usize, present: u32): void {
  store<u32>(spans, present, spanPresent);
}

export function hasField(spans: usize, field: u32): bool {
  return ((load<u32>(spans, spanPresent) >> field) & 1) != 0;
}
