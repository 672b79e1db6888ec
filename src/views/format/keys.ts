import type { Cell } from '../../result/table.ts';
import type { ExprNode } from '../../model/expression.ts';
import { visible } from './visible.ts';

/** What the value of a key means to a reader, found from the expression that makes it. */
export type KeyMeaning = 'country' | 'weekday' | 'hour' | 'day' | 'plain';

/** The event field with country codes, and the parts of local time, have words of their own. */
export const keyMeaning = (node: ExprNode): KeyMeaning => {
  if (node.op === 'column' && node.name === 'country') return 'country';
  return node.op === 'local' ? node.part : 'plain';
};

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
});

/** The English name of a country code; a code without one stays as it is. */
export const formatCountry = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (countryNames.of(code) ?? code) : visible(code);

/** ISO weekday 1 to 7 as its English name. */
const formatWeekday = (weekday: number): string => weekdays[weekday - 1] ?? String(weekday);

/** The hour of the day as a span, `18–19 h`. */
const formatHour = (hour: number): string => `${hour}–${hour + 1}\u00a0h`;

export const unknown = 'unknown';

/** A key in words; `null` is shown as "unknown" and the empty string as itself in quotes. */
export const formatKey = (meaning: KeyMeaning, value: Cell): string => {
  if (value === null) return unknown;
  if (meaning === 'country') return formatCountry(String(value));
  if (meaning === 'weekday') return formatWeekday(Number(value));
  if (meaning === 'hour') return formatHour(Number(value));
  if (meaning === 'day') return dayFormat.format(new Date(Number(value) * 86_400_000));
  return value === '' ? '""' : visible(String(value));
};
