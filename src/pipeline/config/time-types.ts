import { TonearmError } from '../../error.ts';
import { formatInstant, parseInstant } from '../../event/time.ts';
import { parseDuration } from '../../model/duration.ts';
import { zoneOffsets } from '../../plan/zone.ts';
import { notA, type ValueType } from './value-type.ts';

const durationUnits: readonly (readonly [string, number])[] = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['m', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
  ['us', 1],
];

/** A duration above zero such as `30s` or `5 minutes`, in microseconds. */
export const duration: ValueType<number> = {
  form: 'text',
  placeholder: 'DURATION',
  allowed: 'a duration such as 250ms, 30s, 5m, 1h or 7d',
  schema: { type: 'string' },
  parse: (text) => {
    try {
      return { value: parseDuration(text) };
    } catch {
      return notA(text, duration.allowed);
    }
  },
  show: (us) => {
    const [unit, size] = durationUnits.find(([, factor]) => us % factor === 0) ?? ['us', 1];
    return `${us / size}${unit}`;
  },
};

/** An instant, in microseconds since 1970; a date is its first instant in UTC. */
export const instant: ValueType<number> = {
  form: 'text',
  placeholder: 'TIME',
  allowed: 'a time such as 2026-11-01 or 2026-11-01T18:00:00Z',
  schema: { type: 'string' },
  parse: (text) => {
    const value = parseInstant(isDate(text) ? `${text}T00:00:00Z` : text);
    return value === undefined ? notA(text, instant.allowed) : { value };
  },
  show: formatInstant,
};

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A date or an instant, kept as text: what a date means depends on the time zone. */
export const dateOrInstant: ValueType<string> = {
  form: 'text',
  placeholder: 'TIME',
  allowed: 'a date such as 2026-11-01 or a time with zone such as 2026-11-01T18:00:00Z',
  schema: { type: 'string' },
  parse: (text) =>
    'value' in instant.parse(text) ? { value: text } : notA(text, dateOrInstant.allowed),
  show: (value) => value,
};

/** An IANA name, in the spelling of the zone data. */
export const timeZone: ValueType<string> = {
  form: 'text',
  placeholder: 'ZONE',
  allowed: 'a time zone',
  schema: { type: 'string' },
  parse: (text) => {
    try {
      return { value: zoneOffsets(text, 0, 0).timeZone };
    } catch (error) {
      return notA(text, timeZone.allowed, error instanceof TonearmError ? error.hint : undefined);
    }
  },
  show: (value) => value,
};

/** A duration, or `off`: undefined. */
export const durationOrOff: ValueType<number | undefined> = {
  ...duration,
  allowed: 'a duration such as 5m, or off',
  schema: { type: 'string' },
  parse: (text) => {
    if (text.trim().toLowerCase() === 'off') return { value: undefined };
    const parsed = duration.parse(text);
    return 'value' in parsed ? parsed : notA(text, durationOrOff.allowed);
  },
  show: (us) => (us === undefined ? 'off' : duration.show(us)),
};

/** Where a new state begins to read. */
export const startAt: ValueType<'earliest' | 'latest' | { readonly timeMs: number }> = {
  form: 'text',
  placeholder: 'WHERE',
  allowed: 'earliest, latest or a time such as 2026-11-01T18:00:00Z',
  schema: { type: 'string' },
  parse: (text) => {
    if (text === 'earliest' || text === 'latest') return { value: text };
    const parsed = instant.parse(text);
    return 'value' in parsed
      ? { value: { timeMs: Math.floor(parsed.value / 1000) } }
      : notA(text, startAt.allowed);
  },
  show: (value) => (typeof value === 'string' ? value : formatInstant(value.timeMs * 1000)),
};
