import type { FileHandle } from 'node:fs/promises';
import { lastLineEnd } from './read-bytes.ts';

/**
 * Cuts off a line that a killed writer left without its end: it never was a record. Resolves to
 * the size of the file afterwards.
 */
export const cutTornLine = async (file: FileHandle): Promise<number> => {
  const { size } = await file.stat();
  const end = await lastLineEnd(file, size);
  if (end < size) await file.truncate(end);
  return end;
};
