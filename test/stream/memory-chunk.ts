import { isBlank, withoutCarriageReturn } from '../../src/event/line.ts';
import { maxEventBytes, oversize, rawText, type Rejection } from '../../src/event/reject.ts';
import type { LogRecord } from '../../src/engines/reference/stream/log-record.ts';
import type { RecordChunk, RefusedRecord } from '../../src/sources/record-source.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Why a value cannot be a line; undefined where it can. */
const refusalOf = (value: Uint8Array): Rejection | undefined => {
  if (value.length === 0) return { reason: 'empty', detail: 'a record without a value' };
  if (isBlank(value)) return { reason: 'json', detail: 'nothing but white space' };
  const { length } = withoutCarriageReturn(value);
  return length > maxEventBytes ? oversize(length) : undefined;
};

/** A chunk of these records of one partition, as a source of real records makes it. */
export const chunkOf = (
  partition: number,
  records: readonly LogRecord[],
  next: number,
): RecordChunk => {
  const lines: Uint8Array[] = [];
  const offsets: number[] = [];
  const refused: RefusedRecord[] = [];
  const originals = new Map<number, Uint8Array>();
  for (const { offset, value } of records) {
    const bytes = value ?? new Uint8Array();
    const refusal = refusalOf(bytes);
    if (refusal !== undefined) {
      refused.push({ offset, ...refusal, raw: rawText(bytes) });
      continue;
    }
    if (bytes.includes(lineFeed)) originals.set(offsets.length, bytes);
    offsets.push(offset);
    // White space in JSON as the other is, and as wrong within a text.
    lines.push(bytes.map((byte) => (byte === lineFeed ? carriageReturn : byte)));
    lines.push(Uint8Array.of(lineFeed));
  }
  return {
    partition,
    bytes: Buffer.concat(lines),
    offsetOf: (line) => {
      const offset = offsets[line];
      if (offset === undefined) throw new RangeError(`a chunk of ${offsets.length} lines: ${line}`);
      return offset;
    },
    refused,
    originals,
    next,
  };
};
