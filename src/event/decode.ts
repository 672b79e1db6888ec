import { isAscii, isUtf8 } from 'node:buffer';
import { messageOf } from '../error.ts';
import { compileRule, type Fault } from './check.ts';
import { describeTime, timeReader } from './event-time.ts';
import { createMapper, type Mapping } from './mapping.ts';
import { withoutCarriageReturn } from './line.ts';
import { maxEventBytes, oversize, type Rejection, type RejectReason } from './reject.ts';
import { describeRule, fieldRules, type FieldRule } from './rule.ts';
import type { Event } from './event.ts';
import { shorten } from './shorten.ts';
import { escapesLoneSurrogate } from './surrogate.ts';
import { eventOf, valuesOf, type SourceRecord, type Values } from './values.ts';

export type Decoded =
  | { readonly ok: true; readonly event: Event }
  | ({ readonly ok: false } & Rejection);

export type Decoder = {
  /**
   * Judges one line of NDJSON without its line feed; a carriage return at its end belongs to
   * the line end. Blank lines are the caller's to skip (`isBlank`).
   */
  decodeLine(line: Uint8Array): Decoded;
  /**
   * Judges a row of values, as of Parquet: integers as number or bigint, `event_time` as text or
   * as an `Instant`.
   */
  decodeRecord(record: SourceRecord): Decoded;
  /** Judges a row of text, as of CSV: numbers are written as in JSON. */
  decodeCells(cells: Readonly<Record<string, string | null>>): Decoded;
};

const reject = (reason: RejectReason, detail: string): Decoded => ({ ok: false, reason, detail });

const textOf = (bytes: Uint8Array): string | undefined => {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Latin-1 is the fast way to a one-byte string, and the same as UTF-8 where all is ASCII.
  if (isAscii(buffer)) return buffer.toString('latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
};

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const isInteger = fieldRules.map((rule) => rule.kind === 'integer');

const numbersOf = (values: Values): Values =>
  values.map((value, index) =>
    isInteger[index] === true && typeof value === 'string' && jsonNumber.test(value)
      ? Number(value)
      : value,
  );

const isRecord = (value: unknown): value is SourceRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The one strict decoder: every event enters through it, or through an engine's reader that
 * accepts nothing it would refuse. It never throws on data.
 */
export const createDecoder = (
  options: { readonly mapping?: Mapping | undefined } = {},
): Decoder => {
  const { mapping } = options;
  const read = mapping === undefined ? valuesOf : createMapper(mapping);
  const unit = mapping?.event_time?.unit ?? 'rfc3339';
  const readTime = timeReader(unit);
  const checks = fieldRules.map((rule) =>
    rule.kind === 'instant' ? undefined : compileRule(rule),
  );

  const refuse = (rule: FieldRule, fault: Fault, value: unknown): Decoded => {
    const must = rule.kind === 'instant' ? describeTime(unit) : describeRule(rule);
    return reject(`${fault}:${rule.name}`, `${rule.name} must be ${must}, not ${shorten(value)}`);
  };

  const judge = (values: Values): Decoded => {
    let time = 0;
    for (let index = 0; index < fieldRules.length; index += 1) {
      const rule = fieldRules[index];
      if (rule === undefined) break;
      const value = values[index];
      if (value === null || value === undefined) {
        if (!rule.required) continue;
        return reject(`missing:${rule.name}`, `${rule.name} is required, and absent or null`);
      }
      const check = checks[index];
      if (check === undefined) {
        const instant = readTime(value);
        if (typeof instant === 'string') return refuse(rule, instant, value);
        time = instant;
      } else {
        const fault = check(value);
        if (fault !== undefined) return refuse(rule, fault, value);
      }
    }
    return { ok: true, event: eventOf(values, time) };
  };

  return {
    decodeLine(line) {
      if (line.length > maxEventBytes) {
        const bytes = withoutCarriageReturn(line).length;
        if (bytes > maxEventBytes) return { ok: false, ...oversize(bytes) };
      }
      const text = textOf(line);
      if (text === undefined) return reject('json', 'bytes that are not UTF-8');
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        return reject('json', messageOf(error));
      }
      if (!isRecord(value)) return reject('json', `not an object but ${shorten(value)}`);
      if (text.includes('\\u') && escapesLoneSurrogate(text)) {
        return reject('json', 'half of a surrogate pair in an escape');
      }
      return judge(read(value));
    },
    decodeRecord: (record) => judge(read(record)),
    decodeCells: (cells) => judge(numbersOf(read(cells))),
  };
};
