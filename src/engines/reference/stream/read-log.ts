import { createDecoder, type Decoded } from '../../../event/decode.ts';
import type { Event } from '../../../event/event.ts';
import type { Mapping } from '../../../event/mapping.ts';
import type { Rejection } from '../../../event/reject.ts';
import type { LogRecord } from './log-record.ts';

/** A valid record, a copy of an earlier one perhaps. */
export interface Arrival {
  readonly event: Event;
  readonly partition: number;
  readonly offset: number;
  /** Of the partition, just before the record (microseconds); -Infinity before its first valid one. */
  readonly watermark: number;
}

/** A record that is no event. */
export interface RejectedRecord extends Rejection {
  readonly partition: number;
  readonly offset: number;
}

export interface ReadLog {
  readonly arrivals: readonly Arrival[];
  readonly rejected: readonly RejectedRecord[];
}

const empty: Rejection = { reason: 'empty', detail: 'a record without a value' };

/**
 * Decodes the records of a log, in an order in which they may be read: those of one partition in
 * theirs. A partition's watermark is the largest event time of its valid records so far, duplicates
 * and late ones included, minus the delay.
 */
export const readLog = (
  log: readonly LogRecord[],
  options: { readonly mapping?: Mapping | undefined; readonly watermarkDelayUs: number },
): ReadLog => {
  const decoder = createDecoder({ mapping: options.mapping });
  const decode = (value: Uint8Array | null): Decoded =>
    value === null || value.length === 0 ? { ok: false, ...empty } : decoder.decodeLine(value);

  const newest = new Map<number, number>();
  const arrivals: Arrival[] = [];
  const rejected: RejectedRecord[] = [];
  for (const { partition, offset, value } of log) {
    const decoded = decode(value);
    if (!decoded.ok) {
      const { reason, detail } = decoded;
      rejected.push({ partition, offset, reason, detail });
      continue;
    }
    const { event } = decoded;
    const before = newest.get(partition) ?? -Infinity;
    arrivals.push({ event, partition, offset, watermark: before - options.watermarkDelayUs });
    newest.set(partition, Math.max(before, event.event_time));
  }
  return { arrivals, rejected };
};
