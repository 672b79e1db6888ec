import { compressionsAlgorithms } from './driver.ts';

/** Java writes blocks behind a header of its own (`xerial`); the client's decoder does not know it. */
const javaMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);

/** The magic, the version and the oldest compatible version. */
const javaHeaderBytes = 16;

const unpackBlock = (packed: Buffer): Buffer =>
  compressionsAlgorithms.snappy.decompressSync(packed);

/** Snappy as brokers and Java clients write it (blocks), or as others do (one bare block). */
export const unpackSnappy = (packed: Buffer): Buffer => {
  if (!packed.subarray(0, javaMagic.length).equals(javaMagic)) return unpackBlock(packed);
  const blocks: Buffer[] = [];
  let at = javaHeaderBytes;
  while (at < packed.length) {
    const start = at + 4;
    const end = start + packed.readUInt32BE(at);
    if (end > packed.length) throw new RangeError('a block of snappy is cut short');
    blocks.push(unpackBlock(packed.subarray(start, end)));
    at = end;
  }
  return Buffer.concat(blocks);
};
