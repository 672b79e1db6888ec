import { isUtf8 } from 'node:buffer';
import type { FieldName } from './event.ts';

/** Why an event was not accepted; the first reason that applies is the one that is given. */
export type RejectReason =
  | 'oversize'
  | 'json'
  | 'csv'
  | 'empty'
  | 'future'
  | `missing:${FieldName}`
  | `type:${FieldName}`
  | `value:${FieldName}`;

/** The reason, and the rule and the offending value in words. */
export type Rejection = { readonly reason: RejectReason; readonly detail: string };

/** One line of `rejected.ndjson`: the rejection, its place in the source and its text. */
export type RejectedRow = {
  readonly source: string;
  /** Line number from 1, Parquet row from 1, byte offset or Kafka offset; null where unknown. */
  readonly position: number | null;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly raw: string;
};

/** The most bytes that an event may have, without its line end. */
export const maxEventBytes = 65_536;

/** The rejection of an event of so many bytes. */
export const oversize = (bytes: number): Rejection => ({
  reason: 'oversize',
  detail: `an event may have ${maxEventBytes} bytes, this one has ${bytes}`,
});

/** The most bytes that `raw` may have. */
export const rawLimit = 4096;

/** Length in bytes of the UTF-8 character that starts at `at`, or 0 where none does. */
const characterLength = (bytes: Uint8Array, at: number): number => {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
};

/**
 * The text of a rejected event: at most 4 KiB of UTF-8, each byte that is not UTF-8 written as
 * `\xHH`, never cut within a character or such an escape.
 */
export const rawText = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= rawLimit && isUtf8(bytes)) return buffer.toString('utf8');
  let text = '';
  let size = 0;
  let validFrom = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes, at);
    const written = length === 0 ? 4 : length;
    if (size + written > rawLimit) break;
    size += written;
    if (length === 0) {
      text += buffer.toString('utf8', validFrom, at);
      text += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
      at += 1;
      validFrom = at;
    } else {
      at += length;
    }
  }
  return text + buffer.toString('utf8', validFrom, at);
};
