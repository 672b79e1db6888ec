const seed = 0x9747b28c | 0;
const m = 0x5bd1e995;

/** Kafka's hash of keys (signed 32 bits) of what `bytes` hold from `from` to before `to`. */
export const murmur2 = (bytes: Uint8Array, from = 0, to: number = bytes.length): number => {
  let h = seed ^ (to - from);
  let at = from;
  for (; at + 4 <= to; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  if (at < to) {
    if (to - at === 3) h ^= bytes[at + 2]! << 16;
    if (to - at >= 2) h ^= bytes[at + 1]! << 8;
    h = Math.imul(h ^ bytes[at]!, m);
  }
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
};

/** The partition that Kafka's own clients choose for a key. */
export const partitionOf = (
  bytes: Uint8Array,
  from: number,
  to: number,
  partitions: number,
): number => (murmur2(bytes, from, to) & 0x7fffffff) % partitions;
