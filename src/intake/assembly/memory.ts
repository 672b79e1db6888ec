// Memory is handed out once and never taken back: input, columns, tables and entries live as
// long as the module. Whatever reads 16 or 32 bytes at a time may run past the end of a region,
// so that every region has slack behind it.

/** Bytes that may be read behind any region. */
export const slack: usize = 64;

const page: usize = 65536;
/** Memory grows by an eighth, and by at least 4 MiB. */
const leastGrowth: usize = 64;

/** Throws in JavaScript. */
declare function outOfMemory(bytes: u32): void;

let next: usize = 0;

/** A region of zeros, aligned to 16 bytes. */
export function allocate(bytes: usize): usize {
  if (next == 0) next = (__heap_base + 15) & ~15;
  const start = next;
  const end: u64 = (<u64>start + <u64>bytes + <u64>slack + 15) & ~15;
  const have: u64 = <u64>memory.size() * page;
  // The last slack of the address space stays unused, so that `next` cannot wrap around.
  if (end + slack > have) {
    const missing = (end + slack - have + page - 1) / page;
    const generous = max<u64>(missing, max<u64>(leastGrowth, <u64>memory.size() >> 3));
    if (memory.grow(<i32>generous) < 0 && memory.grow(<i32>missing) < 0) outOfMemory(<u32>bytes);
  }
  next = <usize>end;
  return start;
}
