import type { FileHandle } from 'node:fs/promises';
import { constants, crc32, inflateRawSync } from 'node:zlib';
import {
  locateDirectory,
  readDirectory,
  readEnd64,
  zipEnd64Size,
  zipTailSize,
  type ZipEntry,
} from './zip-directory.ts';

const localHeaderSize = 30;
const localSignature = 0x04034b50;
const maxDirectorySize = 64 * 1024 * 1024;
const maxHeadInflated = 16 * 1024 * 1024;

/** What is wrong with an archive; the caller knows its name and turns this into its error. */
export class ZipError extends Error {}

/**
 * The files of a zip archive (not its folders). Nothing but the directory is read, so an archive
 * of any size costs only what is taken from it. Throws ZipError.
 */
export const listZip = async (handle: FileHandle): Promise<readonly ZipEntry[]> => {
  const { size } = await handle.stat();
  const tailSize = Math.min(size, zipTailSize);
  let place = locateDirectory(await bytesAt(handle, size - tailSize, tailSize));
  if (place !== null && 'end64Offset' in place) {
    place = readEnd64(await bytesAt(handle, place.end64Offset, zipEnd64Size));
  }
  if (place === null) throw new ZipError('is not a zip archive, or is cut short');
  if (place.size > maxDirectorySize) throw new ZipError('lists too many files');
  const entries = readDirectory(await bytesAt(handle, place.offset, place.size));
  if (entries === null) throw new ZipError('has a damaged list of files');
  return entries.filter(({ name }) => !name.endsWith('/'));
};

/**
 * The content of one entry, checked against the size and the CRC-32 of the directory: it never
 * inflates to more than the directory says. Throws ZipError.
 */
export const readZipEntry = async (handle: FileHandle, entry: ZipEntry): Promise<Uint8Array> => {
  const compressed = await compressedBytes(handle, entry, entry.compressedSize);
  const content = decompress(entry, compressed, { maxOutputLength: Math.max(1, entry.size) });
  if (content.length !== entry.size || crc32(content) !== entry.crc32) {
    throw new ZipError('is damaged: content and checksum differ');
  }
  return content;
};

/** The beginning of an entry, from at most `length` of its compressed bytes. Throws ZipError. */
export const readZipEntryHead = async (
  handle: FileHandle,
  entry: ZipEntry,
  length: number,
): Promise<Uint8Array> => {
  const compressed = await compressedBytes(handle, entry, Math.min(length, entry.compressedSize));
  return decompress(entry, compressed, {
    maxOutputLength: maxHeadInflated,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
};

const compressedBytes = async (
  handle: FileHandle,
  entry: ZipEntry,
  length: number,
): Promise<Buffer> => {
  if (entry.encrypted) throw new ZipError('is encrypted');
  const header = await bytesAt(handle, entry.headerOffset, localHeaderSize);
  if (header.readUInt32LE(0) !== localSignature) throw new ZipError('is damaged: no file header');
  const start =
    entry.headerOffset + localHeaderSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  return bytesAt(handle, start, length);
};

const decompress = (
  { method }: ZipEntry,
  compressed: Buffer,
  options: { readonly maxOutputLength: number; readonly finishFlush?: number },
): Uint8Array => {
  if (method === 0) return compressed;
  if (method !== 8) throw new ZipError(`is compressed in a way (${method}) that is not supported`);
  try {
    return inflateRawSync(compressed, options);
  } catch (cause) {
    throw new ZipError('is damaged: it does not decompress to the size it states', { cause });
  }
};

const bytesAt = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const { size } = await handle.stat();
  if (offset < 0 || offset + length > size) throw new ZipError('is cut short or damaged');
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, offset + read);
    if (bytesRead === 0) throw new ZipError('is cut short or damaged');
    read += bytesRead;
  }
  return buffer;
};
