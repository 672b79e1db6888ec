// The fast decoder: lines of NDJSON that certainly conform become rows of a slot; doubtful ones
// are handed to the host, which judges them and appends their row itself. The host sets it up
// (fields, actions, groups, slots) and drives it piece by piece.

import { findLineEnd, isSpace } from './characters';
import { isFull } from './columns';
import { writeKeys } from './keys';
import { decodeLine } from './line';

export { allocate } from './memory';
export { addField, hostSpans } from './fields';
export { addAction } from './values';
export { addGroup, addGroupField, adopt, seed } from './dictionary';
export { segments, takeSegments } from './entry-chunks';
export { append, setIntegerColumns } from './line';
export { begin, createSlot, isFull, rows, textIds } from './columns';

/**
 * The host judges the line from `start` to `end`, appends its row if it is an event, and says how
 * to go on.
 */
declare function doubt(start: usize, end: usize, position: u32): u32;

/** What the host may say. */
const goOn: u32 = 0;
const stopBefore: u32 = 2;

/** Lines so far, and those of them that are not blank: the host sets both to 0 for a new piece. */
export let position: u32 = 0;
export let lines: u32 = 0;

/** False where every line is the host's to judge, because it maps fields. */
export let fast: bool = true;

/**
 * Decodes the lines between `at` and `end`, each with its line feed, into the slot that was
 * begun. Returns where it stopped: at `end`, or before because the slot is full or the host said
 * so.
 */
export function decode(at: usize, end: usize): usize {
  const stopped = decodeLines(at, end);
  writeKeys();
  return stopped;
}

function decodeLines(at: usize, end: usize): usize {
  while (at < end && !isFull()) {
    position += 1;
    const next = fast ? decodeLine(at) : 0;
    if (next != 0) {
      lines += 1;
      at = next;
      continue;
    }
    const lineEnd = findLineEnd(at);
    const start = at;
    at = lineEnd + 1;
    if (isBlank(start, lineEnd)) continue;
    const verdict = doubt(start, lineEnd, position);
    if (verdict == stopBefore) {
      position -= 1;
      return start;
    }
    lines += 1;
    if (verdict != goOn) break;
  }
  return at;
}

function isBlank(at: usize, end: usize): bool {
  while (at < end && isSpace(load<u8>(at))) at += 1;
  return at == end;
}
