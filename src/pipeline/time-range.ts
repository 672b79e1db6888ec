import { TonearmError } from '../error.ts';
import { parseInstant } from '../event/time.ts';
import { dayStart } from '../plan/day-start.ts';
import { zoneOffsets } from '../plan/zone.ts';

const dayUs = 86_400_000_000;

/**
 * The instant (microseconds) that a user means by a date (its first instant in the time zone) or
 * by an RFC 3339 time.
 * @throws TonearmError USAGE
 */
export const instantOf = (text: string, timeZone: string, option: string): number => {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? parseInstant(`${text}T00:00:00Z`) : undefined;
  if (date !== undefined) {
    return dayStart(date / dayUs, zoneOffsets(timeZone, date - 2 * dayUs, date + 2 * dayUs));
  }
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new TonearmError('USAGE', `${option}: "${text}" is neither a date nor a time`, {
    facts: { option, value: text },
    hint: 'write 2026-11-01, or a time with its zone such as 2026-11-01T18:00:00+01:00',
  });
};
