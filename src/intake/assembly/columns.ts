import { groupCount } from './dictionary';
import { allocate } from './memory';

// A slot is the input of one piece and the columns that come of it.

/** Room behind the input for a line end that is missing. */
const inputSlack: usize = 16;
/** Room for the texts of ids that do not stand in the input. */
const idTextBytes: usize = 1 << 16;
/** The most bytes of one such text. */
const longestIdText: usize = 256;

/** `idLengths` of an id that has no text. */
const noText: u32 = 0xffffffff;

/** Layout of a slot. */
export const slotInput: usize = 0;
export const slotTimes: usize = 4;
export const slotIdHighs: usize = 8;
export const slotIdLows: usize = 12;
export const slotActions: usize = 16;
export const slotPlayed: usize = 20;
export const slotDurations: usize = 24;
export const slotIdStarts: usize = 28;
export const slotIdLengths: usize = 32;
export const slotKeys: usize = 36;
const slotIdTexts: usize = 40;
const slotRows: usize = 44;
const slotBytes: usize = 48;

let slot: usize = 0;
let mostRows: u32 = 0;
let idTextNext: usize = 0;
let idTextEnd: usize = 0;

/** Rows in the columns, and how many of their ids have a text. */
export let rows: u32 = 0;
export let textIds: u32 = 0;

/** A slot for so many bytes of input and so many rows. Its keys lie group after group. */
export function createSlot(inputBytes: u32, rowCount: u32): usize {
  const created = allocate(slotBytes);
  store<u32>(created, <u32>allocate(inputBytes + inputSlack), slotInput);
  store<u32>(created, <u32>allocate(rowCount * 8), slotTimes);
  store<u32>(created, <u32>allocate(rowCount * 8), slotIdHighs);
  store<u32>(created, <u32>allocate(rowCount * 8), slotIdLows);
  store<u32>(created, <u32>allocate(rowCount), slotActions);
  store<u32>(created, <u32>allocate(rowCount * 4), slotPlayed);
  store<u32>(created, <u32>allocate(rowCount * 4), slotDurations);
  store<u32>(created, <u32>allocate(rowCount * 4), slotIdStarts);
  store<u32>(created, <u32>allocate(rowCount * 4), slotIdLengths);
  store<u32>(created, <u32>allocate(rowCount * 4 * groupCount), slotKeys);
  store<u32>(created, <u32>allocate(idTextBytes), slotIdTexts);
  store<u32>(created, rowCount, slotRows);
  return created;
}

/** From now on rows are written to the start of this slot. */
export function begin(chosen: usize): void {
  slot = chosen;
  mostRows = load<u32>(slot, slotRows);
  idTextNext = load<u32>(slot, slotIdTexts);
  idTextEnd = idTextNext + idTextBytes - longestIdText;
  rows = 0;
  textIds = 0;
}

/** True where no further row is sure to fit. */
export function isFull(): bool {
  return rows == mostRows || idTextNext > idTextEnd;
}

/** Copies the text of an id that does not stand in the input to where it may stay. */
export function keepIdText(start: usize, length: u32): usize {
  const kept = idTextNext;
  memory.copy(kept, start, length);
  idTextNext += length;
  return kept;
}

export function writeRow(
  time: i64,
  high: u64,
  low: u64,
  action: u32,
  played: i32,
  duration: i32,
): void {
  store<i64>(load<u32>(slot, slotTimes) + rows * 8, time);
  store<u64>(load<u32>(slot, slotIdHighs) + rows * 8, high);
  store<u64>(load<u32>(slot, slotIdLows) + rows * 8, low);
  store<u8>(load<u32>(slot, slotActions) + rows, <u8>action);
  store<i32>(load<u32>(slot, slotPlayed) + rows * 4, played);
  store<i32>(load<u32>(slot, slotDurations) + rows * 4, duration);
  store<u32>(load<u32>(slot, slotIdLengths) + rows * 4, noText);
  rows += 1;
}

/** The id of the row written last has that text besides its 128 bits. */
export function writeIdText(start: usize, length: u32): void {
  store<u32>(load<u32>(slot, slotIdStarts) + (rows - 1) * 4, <u32>start);
  store<u32>(load<u32>(slot, slotIdLengths) + (rows - 1) * 4, length);
  textIds += 1;
}

/** Where the keys of a group start. */
export function keysOf(group: u32): usize {
  return load<u32>(slot, slotKeys) + group * mostRows * 4;
}
