const quote = 34;
const comma = 44;
const lineFeed = 10;
const carriageReturn = 13;

/** A quote must close within so many bytes. */
const maxQuoted = 65_536;
/** A record over several lines that is longer than this is given up, to bound memory. */
export const maxRecordBytes = 1_048_576;

/** A cell as bytes: without its quotes, but with quotes still doubled where `escaped`. */
export type CsvCell = {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  readonly escaped: boolean;
};

/** What stands at a place in CSV bytes; `next` is where the next record starts. */
export type CsvScan =
  | {
      readonly kind: 'record';
      readonly cells: readonly CsvCell[];
      readonly end: number;
      readonly next: number;
    }
  | { readonly kind: 'broken'; readonly problem: string }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'incomplete' };

const incomplete: CsvScan = { kind: 'incomplete' };
const broken = (problem: string): CsvScan => ({ kind: 'broken', problem });

const noClose = -1;
const needsMore = -2;

/** Index of the quote that closes the one at `open`, or one of the two above. */
const closingQuote = (bytes: Uint8Array, open: number, last: boolean): number => {
  const { length } = bytes;
  const limit = open + maxQuoted;
  for (let at = open + 1; at <= limit; at += 1) {
    if (at >= length) return last ? noClose : needsMore;
    if (bytes[at] !== quote) continue;
    if (at + 1 === length) return last ? at : needsMore;
    if (bytes[at + 1] !== quote) return at;
    at += 1;
  }
  return noClose;
};

const hasQuote = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (bytes[at] === quote) return true;
  return false;
};

/**
 * Reads the record that starts at `start` by RFC 4180, with LF or CRLF as line end; `last` says
 * that no bytes follow.
 */
export const scanRecord = (bytes: Uint8Array, start: number, last: boolean): CsvScan => {
  const cells: CsvCell[] = [];
  const { length } = bytes;
  let at = start;
  for (;;) {
    if (bytes[at] === quote) {
      const open = at;
      const close = closingQuote(bytes, open, last);
      if (close === needsMore) return incomplete;
      if (close === noClose) return broken('a quote that does not close within 64 KiB');
      cells.push({
        start: open + 1,
        end: close,
        quoted: true,
        escaped: hasQuote(bytes, open + 1, close),
      });
      at = close + 1;
    } else {
      const from = at;
      let byte = bytes[at];
      while (at < length && byte !== comma && byte !== lineFeed && byte !== carriageReturn) {
        if (byte === quote) return broken('a quote inside a cell that is not quoted');
        at += 1;
        byte = bytes[at];
      }
      cells.push({ start: from, end: at, quoted: false, escaped: false });
    }
    if (at - start > maxRecordBytes) return { kind: 'too-long' };
    const end = at;
    if (at === length) return last ? { kind: 'record', cells, end, next: at } : incomplete;
    const byte = bytes[at];
    if (byte === lineFeed) return { kind: 'record', cells, end, next: at + 1 };
    if (byte === carriageReturn) {
      if (at + 1 === length)
        return last ? { kind: 'record', cells, end, next: at + 1 } : incomplete;
      if (bytes[at + 1] === lineFeed) return { kind: 'record', cells, end, next: at + 2 };
      return broken('a carriage return that is not part of a line end');
    }
    if (byte !== comma) return broken('text after the quote that closes a cell');
    at += 1;
  }
};
