import { messageOf, TonearmError } from '../../error.ts';

/** One file of an export: its bytes, and its name as the user can find it. */
export interface FileContent {
  readonly shown: string;
  readonly bytes: Uint8Array;
}

const lineFeed = 10;
const byteOrderMark = [0xef, 0xbb, 0xbf];

const withoutByteOrderMark = (bytes: Uint8Array): Uint8Array =>
  byteOrderMark.every((byte, at) => bytes[at] === byte) ? bytes.subarray(3) : bytes;

/** The text of bytes; null where they are not UTF-8. */
const decodeUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Parses a file that is one JSON value. Throws `INPUT_UNREADABLE`, naming the file. */
export const parseJson = ({ shown, bytes }: FileContent): unknown => {
  const text = decodeUtf8(withoutByteOrderMark(bytes));
  if (text === null) throw brokenFile(shown, 'holds bytes that are not UTF-8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw brokenFile(shown, `is not valid JSON (${withoutQuotation(messageOf(cause))})`, cause);
  }
};

/** The elements of a file that is one JSON array. Throws `INPUT_UNREADABLE`, naming the file. */
export const parseJsonArray = (file: FileContent): readonly unknown[] => {
  const value = parseJson(file);
  if (!Array.isArray(value)) throw brokenFile(file.shown, 'is not a JSON array');
  return value;
};

/** One value per line that is not blank; `undefined` for a line that is not JSON in UTF-8. */
export function* parseJsonLines(file: FileContent): Generator {
  const bytes = withoutByteOrderMark(file.bytes);
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found === -1 ? bytes.length : found;
    const line = decodeUtf8(bytes.subarray(start, end));
    start = end + 1;
    if (line === null || line.trim() !== '') yield parseLine(line);
  }
}

const parseLine = (line: string | null): unknown => {
  try {
    return line === null ? undefined : JSON.parse(line);
  } catch {
    return undefined;
  }
};

export const brokenFile = (shown: string, problem: string, cause?: unknown): TonearmError =>
  new TonearmError('INPUT_UNREADABLE', `${shown} ${problem}`, {
    facts: { input: shown },
    hint: 'Download the export again, or leave this file out.',
    cause,
  });

/** V8 quotes the text around the fault, which is the user's own. */
const withoutQuotation = (message: string): string =>
  message.replace(/(?:, \.*)?"[\s\S]*" is not valid JSON$/u, '').trim();
