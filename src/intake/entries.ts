import type { Entry } from './batch.ts';

/** Layout of an entry, as in `assembly/dictionary.ts`. */
const entrySize = 8;
const entryGroup = 12;
const entryAscii = 13;
const entryLengths = 14;
const absent = 0xffff;

/** Starts and ends of runs of entries in a decoder's memory, one pair after the other. */
export type Segments = readonly number[];

/** Reads the texts of entries: per group those of its entries, in the order of their ids. */
export const readEntries = (
  buffer: SharedArrayBuffer,
  segments: Segments,
  fieldCounts: readonly number[],
): readonly (readonly Entry[])[] => {
  const groups = fieldCounts.map((): Entry[] => []);
  const bytes = Buffer.from(buffer);
  const words = new Uint32Array(buffer);
  const halves = new Uint16Array(buffer);
  for (let index = 0; index < segments.length; index += 2) {
    const start = segments[index] ?? 0;
    const end = segments[index + 1] ?? 0;
    const ascii = bytes.toString('latin1', start, end);
    for (let entry = start; entry < end; entry += words[(entry + entrySize) >>> 2] ?? 0) {
      const group = bytes[entry + entryGroup] ?? 0;
      const fields = fieldCounts[group] ?? 0;
      const isAscii = bytes[entry + entryAscii] === 1;
      const texts: (string | null)[] = [];
      let at = entry + entryLengths + fields * 2;
      for (let field = 0; field < fields; field += 1) {
        const length = halves[((entry + entryLengths) >>> 1) + field] ?? 0;
        if (length === absent) {
          texts.push(null);
          continue;
        }
        texts.push(
          isAscii
            ? ascii.slice(at - start, at - start + length)
            : bytes.toString('utf8', at, at + length),
        );
        at += length;
      }
      groups[group]?.push(texts);
    }
  }
  return groups;
};
