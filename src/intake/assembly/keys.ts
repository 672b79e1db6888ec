import { keysOf, rows } from './columns';
import { find, groupAt, groupCount, likelyEntry, tagOf } from './dictionary';
import { spanBytes } from './fields';
import { allocate } from './memory';

// Keys are looked up for many rows at once: a big dictionary is seldom in the cache, and loads
// that do not wait for each other overlap.

const mostWaiting: u32 = 64;

/** Spans, tags and likely entries of the rows that wait for their keys. */
const waitingSpans = allocate(mostWaiting * spanBytes);
const tags = allocate(mostWaiting * 4);
const entries = allocate(mostWaiting * 4);
let waiting: u32 = 0;

/** Where the spans of the next row are to be written. */
export function nextSpans(): usize {
  return waitingSpans + waiting * spanBytes;
}

/** The row written last has those next spans; its keys will be written by `writeKeys`. */
export function awaitKeys(): void {
  waiting += 1;
  if (waiting == mostWaiting) writeKeys();
}

/** Writes the keys of all rows that wait for them. */
export function writeKeys(): void {
  for (let group: u32 = 0; group < groupCount; group++) {
    const at = groupAt(group);
    for (let row: u32 = 0; row < waiting; row++) {
      const tag = tagOf(at, waitingSpans + row * spanBytes);
      store<u32>(tags + row * 4, tag);
      store<u32>(entries + row * 4, <u32>likelyEntry(at, tag));
    }
    touchEntries();
    let key = keysOf(group) + (rows - waiting) * 4;
    for (let row: u32 = 0; row < waiting; row++, key += 4) {
      store<u32>(key, find(at, waitingSpans + row * spanBytes, load<u32>(tags + row * 4)));
    }
  }
  waiting = 0;
}

/** Brings the likely entries into the cache; the sum keeps the loads from being optimised away. */
function touchEntries(): void {
  let sum: u32 = 0;
  for (let row: u32 = 0; row < waiting; row++) {
    sum += load<u32>(load<u32>(entries + row * 4));
  }
  store<u32>(entries, sum);
}

/** Writes the keys of the row written last, which has those spans; no others wait. */
export function writeKeysNow(spans: usize): void {
  for (let group: u32 = 0; group < groupCount; group++) {
    const at = groupAt(group);
    store<u32>(keysOf(group) + (rows - 1) * 4, find(at, spans, tagOf(at, spans)));
  }
}
