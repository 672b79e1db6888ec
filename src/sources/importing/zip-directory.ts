/** One file of a zip archive as its directory describes it; sizes and offsets in bytes. */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0 = stored, 8 = deflate. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

/** Where the directory lies in the archive. */
export interface ZipDirectoryPlace {
  readonly offset: number;
  readonly size: number;
}

const signature = { end: 0x06054b50, locator64: 0x07064b50, end64: 0x06064b50, entry: 0x02014b50 };
const endSize = 22;
const locator64Size = 20;
const entrySize = 46;
const full16 = 0xffff;
const full32 = 0xffffffff;
const encryptedFlag = 1;
const zip64Extra = 1;

/** The end record is followed by a comment of at most 64 KiB and preceded by the 64-bit locator. */
export const zipTailSize = locator64Size + endSize + full16;
export const zipEnd64Size = 56;

/** Finds the directory from the last `zipTailSize` bytes: its place, or that of the 64-bit end record. */
export const locateDirectory = (
  tail: Buffer,
): ZipDirectoryPlace | { readonly end64Offset: number } | null => {
  for (let at = tail.length - endSize; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== signature.end) continue;
    if (at + endSize + tail.readUInt16LE(at + 20) > tail.length) continue;
    const locator = at - locator64Size;
    if (locator >= 0 && tail.readUInt32LE(locator) === signature.locator64) {
      return { end64Offset: Number(tail.readBigUInt64LE(locator + 8)) };
    }
    return { size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  }
  return null;
};

export const readEnd64 = (record: Buffer): ZipDirectoryPlace | null =>
  record.length < zipEnd64Size || record.readUInt32LE(0) !== signature.end64
    ? null
    : {
        size: Number(record.readBigUInt64LE(40)),
        offset: Number(record.readBigUInt64LE(48)),
      };

/** The entries of a directory in its order; null where it is damaged. */
export const readDirectory = (directory: Buffer): readonly ZipEntry[] | null => {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    if (at + entrySize > directory.length || directory.readUInt32LE(at) !== signature.entry) {
      return null;
    }
    const nameEnd = at + entrySize + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    if (next > directory.length) return null;
    const wide = wideFields(directory.subarray(nameEnd, extraEnd));
    const narrowOrWide = (value: number) => (value === full32 ? (wide.shift() ?? full32) : value);
    const size = narrowOrWide(directory.readUInt32LE(at + 24));
    const compressedSize = narrowOrWide(directory.readUInt32LE(at + 20));
    const headerOffset = narrowOrWide(directory.readUInt32LE(at + 42));
    entries.push({
      name: directory.toString('utf8', at + entrySize, nameEnd),
      encrypted: (directory.readUInt16LE(at + 8) & encryptedFlag) !== 0,
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      compressedSize,
      size,
      headerOffset,
    });
    at = next;
  }
  return entries;
};

/** The 64-bit values of an extra field, which stand for the 32-bit fields that are full, in order. */
const wideFields = (extra: Buffer): number[] => {
  let at = 0;
  while (at + 4 <= extra.length) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === zip64Extra) {
      const values: number[] = [];
      for (let place = at + 4; place + 8 <= Math.min(end, extra.length); place += 8) {
        values.push(Number(extra.readBigUInt64LE(place)));
      }
      return values;
    }
    at = end;
  }
  return [];
};
