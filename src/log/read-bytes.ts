import type { FileHandle } from 'node:fs/promises';

/** Fills `buffer` from `position` of the file as far as the file goes; resolves to how many bytes it gave. */
export const readFully = async (
  file: FileHandle,
  buffer: Buffer,
  length: number,
  position: number,
): Promise<number> => {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
};

const lineFeed = 10;
const pieceBytes = 65_536;

/** Where the last whole line of the first `size` bytes ends: what follows is torn, or still being written. */
export const lastLineEnd = async (file: FileHandle, size: number): Promise<number> => {
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size));
  let to = size;
  while (to > 0) {
    const from = Math.max(0, to - pieceBytes);
    const filled = await readFully(file, piece, to - from, from);
    const last = filled === 0 ? -1 : piece.lastIndexOf(lineFeed, filled - 1);
    if (last >= 0) return from + last + 1;
    to = from;
  }
  return 0;
};
