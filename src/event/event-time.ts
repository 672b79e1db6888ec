import type { Fault } from './check.ts';
import { parseEpoch } from './epoch.ts';
import type { TimeUnit } from './mapping.ts';
import { Instant, isInstant, parseInstant } from './time.ts';

/** Reads `event_time` as microseconds since 1970, or says how it breaks its rule. */
export type ReadTime = (value: unknown) => number | Fault;

const typed = (instant: Instant): number | Fault =>
  isInstant(instant.microseconds) ? instant.microseconds : 'value';

const readText: ReadTime = (value) => {
  if (typeof value === 'string') return parseInstant(value) ?? 'value';
  return value instanceof Instant ? typed(value) : 'type';
};

/** The reader for a source that writes time in `unit`. */
export const timeReader = (unit: TimeUnit): ReadTime => {
  if (unit === 'rfc3339') return readText;
  return (value) => {
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint') {
      return Number.isNaN(value) ? 'type' : (parseEpoch(value, unit) ?? 'value');
    }
    return value instanceof Instant ? typed(value) : 'type';
  };
};

const forms: Readonly<Record<TimeUnit, string>> = {
  rfc3339: 'an RFC 3339 time with zone',
  s: 'a number of seconds since 1970',
  ms: 'a number of milliseconds since 1970',
  us: 'a number of microseconds since 1970',
};

/** The rule of `event_time` for such a source, in words that fit after "must be". */
export const describeTime = (unit: TimeUnit): string =>
  `${forms[unit]}, in the years 1900 to 2199 in UTC`;
