import { isAscii, isUtf8 } from 'node:buffer';
import { maxRecordBytes, scanRecord, type CsvCell } from './csv-scan.ts';
import { isBlank, withoutCarriageReturn } from './line.ts';
import { maxEventBytes, oversize, rawLimit, type Rejection } from './reject.ts';

/**
 * A record of a CSV file: the line it starts at, its bytes without line end (a view that is valid
 * until the next `push`), and the text of its cells or why they could not be read.
 */
export type CsvRecord = { readonly position: number; readonly raw: Uint8Array } & (
  | { readonly texts: readonly (string | null)[] }
  | { readonly rejection: Rejection }
);

export type CsvRecords = {
  /** Takes the next bytes and gives the records that they complete, one by one. */
  push(chunk: Uint8Array): Iterable<CsvRecord>;
  /** Says that no bytes follow, and gives the records left. */
  finish(): Iterable<CsvRecord>;
};

const lineFeed = 10;
const quote = 34;
const carriageReturn = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const nothing = Buffer.alloc(0);

/** The text of each cell, null for an empty one without quotes; undefined where not UTF-8. */
const textsOf = (
  data: Buffer,
  start: number,
  end: number,
  cells: readonly CsvCell[],
): readonly (string | null)[] | undefined => {
  const record = data.subarray(start, end);
  const ascii = isAscii(record);
  if (!ascii && !isUtf8(record)) return undefined;
  const text = ascii ? record.toString('latin1') : '';
  return cells.map((cell) => {
    if (cell.start === cell.end) return cell.quoted ? '' : null;
    const content = ascii
      ? text.slice(cell.start - start, cell.end - start)
      : data.toString('utf8', cell.start, cell.end);
    return cell.escaped ? content.replaceAll('""', '"') : content;
  });
};

/**
 * The cells of a line without quotes; undefined where it is not one. Most lines are, and this is
 * several times as fast as the scan.
 */
const plainTexts = (raw: Buffer): readonly (string | null)[] | undefined => {
  if (raw.length > maxEventBytes || raw.includes(quote)) return undefined;
  const ascii = isAscii(raw);
  if (!ascii && !isUtf8(raw)) return undefined;
  const text = raw.toString(ascii ? 'latin1' : 'utf8');
  if (text.includes('\r')) return undefined;
  const texts: (string | null)[] = text.split(',');
  for (let index = 0; index < texts.length; index += 1) {
    if (texts[index] === '') texts[index] = null;
  }
  return texts;
};

const countLineFeeds = (data: Buffer, from: number, to: number): number => {
  let count = 0;
  let at = data.indexOf(lineFeed, from);
  for (; at >= 0 && at < to; at = data.indexOf(lineFeed, at + 1)) count += 1;
  return count;
};

/**
 * Splits CSV into records by RFC 4180, in chunks of any size, passing over blank lines and a
 * byte-order mark at the start. A record whose quotes do not work out is rejected with its first
 * line, and reading goes on with the next line; any other bad record is rejected whole.
 */
export const createCsvRecords = (): CsvRecords => {
  /** Bytes from the start of a record that is not complete yet. */
  let pending = nothing;
  let atFileStart = true;
  let line = 1;
  /** A line too long to be kept: its start, and how many bytes of it have been seen. */
  let long: { readonly head: Buffer; readonly bytes: number } | undefined;

  const wholeRecord = (
    data: Buffer,
    start: number,
    end: number,
    cells: readonly CsvCell[],
  ): CsvRecord => {
    const at = { position: line, raw: data.subarray(start, end) };
    if (end - start > maxEventBytes) return { ...at, rejection: oversize(end - start) };
    const texts = textsOf(data, start, end, cells);
    if (texts !== undefined) return { ...at, texts };
    return { ...at, rejection: { reason: 'csv', detail: 'bytes that are not UTF-8' } };
  };

  const firstLine = (raw: Uint8Array, problem: string | undefined): CsvRecord => {
    const rejection: Rejection =
      problem === undefined || raw.length > maxEventBytes
        ? oversize(problem === undefined ? Math.max(raw.length, maxRecordBytes) : raw.length)
        : { reason: 'csv', detail: problem };
    return { position: line, raw, rejection };
  };

  function* take(data: Buffer, last: boolean): Iterable<CsvRecord> {
    let at = 0;
    while (at < data.length) {
      const end = data.indexOf(lineFeed, at);
      if (end >= 0) {
        const raw = data.subarray(at, data[end - 1] === carriageReturn ? end - 1 : end);
        const texts = plainTexts(raw);
        if (texts !== undefined) {
          if (texts.length > 1 || !isBlank(raw)) yield { position: line, raw, texts };
          line += 1;
          at = end + 1;
          continue;
        }
      }
      const scan = scanRecord(data, at, last);
      if (scan.kind === 'record') {
        if (scan.cells.length > 1 || !isBlank(data.subarray(at, scan.end))) {
          yield wholeRecord(data, at, scan.end, scan.cells);
        }
        line += countLineFeeds(data, at, scan.next);
        at = scan.next;
        continue;
      }
      const kept = data.length - at;
      if (scan.kind === 'incomplete' && kept <= maxRecordBytes) break;
      if (end < 0 && !last) {
        if (kept > maxRecordBytes) {
          long = { head: Buffer.from(data.subarray(at, at + rawLimit)), bytes: kept };
          at = data.length;
        }
        break;
      }
      const next = end < 0 ? data.length : end + 1;
      const raw = withoutCarriageReturn(data.subarray(at, end < 0 ? next : end));
      yield firstLine(raw, scan.kind === 'broken' ? scan.problem : undefined);
      line += 1;
      at = next;
    }
    pending = at < data.length ? Buffer.from(data.subarray(at)) : nothing;
  }

  const endLong = (head: Buffer, bytes: number): CsvRecord => {
    const record = { position: line, raw: head, rejection: oversize(bytes) };
    long = undefined;
    line += 1;
    return record;
  };

  const start = (data: Buffer): Buffer => {
    atFileStart = false;
    return data.subarray(0, 3).equals(byteOrderMark) ? data.subarray(3) : data;
  };

  return {
    *push(chunk) {
      let data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (long !== undefined) {
        const feed = data.indexOf(lineFeed);
        const bytes = long.bytes + (feed < 0 ? data.length : feed);
        if (feed < 0) {
          long = { head: long.head, bytes };
          return;
        }
        yield endLong(long.head, bytes);
        data = data.subarray(feed + 1);
      }
      if (pending.length > 0) data = Buffer.concat([pending, data]);
      if (atFileStart) {
        if (data.length < byteOrderMark.length) {
          pending = Buffer.from(data);
          return;
        }
        data = start(data);
      }
      yield* take(data, false);
    },
    *finish() {
      if (long === undefined) yield* take(atFileStart ? start(pending) : pending, true);
      else yield endLong(long.head, long.bytes);
    },
  };
};
