import type { FileHandle } from 'node:fs/promises';

const lineFeed = 10;
const blockBytes = 1 << 16;

/** Where the last whole line of a file of `size` bytes ends. */
const endOfLines = async (file: FileHandle, size: number): Promise<number> => {
  const block = Buffer.allocUnsafe(blockBytes);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - blockBytes);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const at = block.subarray(0, bytesRead).lastIndexOf(lineFeed);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
};

/**
 * Cuts off a line that a killed writer left without its end: it never was a record. Resolves to
 * the size of the file afterwards.
 */
export const cutTornLine = async (file: FileHandle): Promise<number> => {
  const { size } = await file.stat();
  const end = await endOfLines(file, size);
  if (end < size) await file.truncate(end);
  return end;
};
