import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mark } from './finals.ts';

const markFile = 'finals.json';
const nothing: Mark = { bytes: 0, ends: new Map() };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): Mark => {
  const content: unknown = JSON.parse(text);
  if (!isRecord(content) || !isRecord(content['ends'])) return nothing;
  const { bytes, ends } = content;
  const pairs = Object.entries(isRecord(ends) ? ends : {});
  const isSound =
    Number.isSafeInteger(bytes) && pairs.every(([, end]) => Number.isSafeInteger(end));
  return isSound
    ? { bytes: Number(bytes), ends: new Map(pairs.map(([name, end]) => [name, Number(end)])) }
    : nothing;
};

/** The mark beside a log of `size` bytes. It only saves reading: where it is of no use, all is read. */
export const readMark = async (folder: string, size: number): Promise<Mark> => {
  try {
    const mark = parse(await readFile(join(folder, markFile), 'utf8'));
    return mark.bytes >= 0 && mark.bytes <= size ? mark : nothing;
  } catch {
    return nothing;
  }
};

/** Puts the mark beside the log, whose bytes must be on the disk by then. */
export const writeMark = async (folder: string, { bytes, ends }: Mark): Promise<void> => {
  const path = join(folder, markFile);
  const staged = `${path}.new`;
  await writeFile(staged, `${JSON.stringify({ bytes, ends: Object.fromEntries(ends) })}\n`);
  await rename(staged, path);
};
