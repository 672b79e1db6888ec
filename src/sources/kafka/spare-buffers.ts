/** Buffers that are used again: V8 counts each new one, and collects garbage for it before long. */
export interface SpareBuffers {
  /** A buffer of this size, with whatever it held before. */
  take(size: number): Buffer;
  /** Gives one back that came from here and is not looked at any more. */
  giveBack(buffer: Buffer): void;
}

/** Smaller ones are made as they are needed: while little comes, nothing is kept. */
const smallest = 1 << 16;

/** Sizes come in powers of two, so that most fit again; at most so many bytes are kept. */
export const createSpareBuffers = (mostBytes: number): SpareBuffers => {
  const spare = new Map<number, ArrayBuffer[]>();
  let kept = 0;
  return {
    take(size) {
      if (size < smallest) return Buffer.allocUnsafe(size);
      const capacity = 2 ** Math.ceil(Math.log2(size));
      const known = spare.get(capacity)?.pop();
      if (known === undefined) return Buffer.from(new ArrayBuffer(capacity), 0, size);
      kept -= capacity;
      return Buffer.from(known, 0, size);
    },
    giveBack({ buffer, byteOffset, length }) {
      const capacity = buffer.byteLength;
      if (length < smallest || byteOffset !== 0 || kept + capacity > mostBytes) return;
      const known = spare.get(capacity) ?? [];
      spare.set(capacity, known);
      known.push(buffer as ArrayBuffer);
      kept += capacity;
    },
  };
};
