import { allocate } from './memory';

// Entries lie one behind the other in chunks. The entries that are new since the last look are
// a few segments of them.

const chunkBytes: usize = 1 << 20;
let next: usize = 0;
let chunkEnd: usize = 0;
let spare: usize = 0;
let spareEnd: usize = 0;

const mostSegments: u32 = 4096;
/** Pairs of start and end. */
export const segments = allocate(mostSegments * 8);
let segmentCount: u32 = 0;
let segmentStart: usize = 0;

/** A region that is of no further use otherwise. */
export function reuse(start: usize, bytes: usize): void {
  if (bytes < chunkBytes || bytes <= spareEnd - spare) return;
  spare = start;
  spareEnd = start + bytes;
}

function closeSegment(): void {
  if (next > segmentStart) {
    store<u32>(segments + segmentCount * 8, <u32>segmentStart);
    store<u32>(segments + segmentCount * 8, <u32>next, 4);
    segmentCount += 1;
  }
  segmentStart = next;
}

/** Room for one entry, at most as long as a chunk. */
export function allocateEntry(size: usize): usize {
  if (next + size > chunkEnd) {
    closeSegment();
    if (spareEnd - spare >= chunkBytes) {
      next = spare;
      spare += chunkBytes;
    } else {
      next = allocate(chunkBytes);
    }
    chunkEnd = next + chunkBytes;
    segmentStart = next;
  }
  const entry = next;
  next += size;
  return entry;
}

/** Writes the segments of entries that are new since the last call; returns how many. */
export function takeSegments(): u32 {
  closeSegment();
  const taken = segmentCount;
  segmentCount = 0;
  return taken;
}
