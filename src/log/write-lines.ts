import type { PartitionWriter } from './write-partition.ts';

/** Bytes that are handed on at once. */
const partBytes = 1 << 20;

/** Appends texts as lines and hands them to the system; resolves to how many bytes they are. */
export const writeLines = async (
  writer: PartitionWriter,
  texts: Iterable<string>,
): Promise<number> => {
  let bytes = 0;
  let part = 0;
  for (const text of texts) {
    const line = Buffer.from(text);
    writer.add(line, 0, line.length);
    part += line.length + 1;
    bytes += line.length + 1;
    if (part < partBytes) continue;
    await writer.write();
    part = 0;
  }
  await writer.write();
  return bytes;
};
