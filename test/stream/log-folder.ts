import { mkdir, writeFile } from 'node:fs/promises';
import { isBlank } from '../../src/event/line.ts';
import { partitionPath } from '../../src/log/layout.ts';
import type { LogRecord } from '../../src/engines/reference/stream/log-record.ts';
import type { LogPartition, StreamLog } from './log.ts';

const lineFeed = 10;

/** The bytes of a partition's file: a value a line, and blank lines where offsets are missing. */
const fileOf = ({ first, end, records }: LogPartition): Buffer => {
  const pieces: Buffer[] = [];
  let offset = first;
  const fill = (to: number): void => {
    for (; offset < to; offset += 1) pieces.push(Buffer.from('\n'));
  };
  for (const record of records) {
    fill(record.offset);
    pieces.push(Buffer.from(record.value ?? []), Buffer.from('\n'));
    offset += 1;
  }
  fill(end);
  return Buffer.concat(pieces);
};

/** The records that such a file holds: its lines, without blank ones, by their bytes. */
const recordsIn = (partition: number, file: Buffer): readonly LogRecord[] => {
  const records: LogRecord[] = [];
  for (let start = 0; start < file.length;) {
    const end = file.indexOf(lineFeed, start);
    const value = file.subarray(start, end);
    if (!isBlank(value)) records.push({ partition, offset: start, value });
    start = end + 1;
  }
  return records;
};

/**
 * Writes a log as an embedded one into the folder, which is made. Resolves to the log as it is
 * then: offsets are bytes, what is blank is no record, and a value with line feeds is several.
 */
export const writeLogFolder = async (folder: string, log: StreamLog): Promise<StreamLog> => {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    log.map(async (one) => {
      const { partition } = one;
      const file = fileOf(one);
      await writeFile(partitionPath(folder, partition), file);
      return { partition, first: 0, end: file.length, records: recordsIn(partition, file) };
    }),
  );
};
