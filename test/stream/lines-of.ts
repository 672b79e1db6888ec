import type { LogRecord } from '../../src/engines/reference/stream/log-record.ts';
import type { RecordChunk } from '../../src/sources/record-source.ts';

const lineFeed = 10;

/** The records of a chunk by offset: what a source cannot give as a line has no value but what `raw` tells. */
export const linesOf = (chunk: RecordChunk): readonly LogRecord[] => {
  const { partition, bytes } = chunk;
  const records: LogRecord[] = chunk.refused.map(({ offset, raw }) => ({
    partition,
    offset,
    value: Buffer.from(raw),
  }));
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineFeed, start);
    const value = chunk.originals.get(line) ?? Uint8Array.from(bytes.subarray(start, end));
    records.push({ partition, offset: chunk.offsetOf(line), value });
    start = end + 1;
    line += 1;
  }
  return records.toSorted((a, b) => a.offset - b.offset);
};
