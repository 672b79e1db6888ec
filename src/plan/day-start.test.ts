import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../event/time.ts';
import { dayStart } from './day-start.ts';
import { zoneOffsets } from './zone.ts';

const dayUs = 86_400_000_000;

test.each([
  ['UTC', '2026-11-01', '2026-11-01T00:00:00Z'],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z'],
  ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00Z'],
  ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15:00Z'],
  // Midnight was skipped: the day began at one o'clock.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
  // The day that did not exist in Samoa is over before it begins; the one after begins at midnight.
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
])('in %s the day %s begins at %s', (timeZone, date, expected) => {
  const midnight = parseInstant(`${date}T00:00:00Z`) ?? 0;
  const zone = zoneOffsets(timeZone, midnight - 2 * dayUs, midnight + 2 * dayUs);
  expect(formatInstant(dayStart(midnight / dayUs, zone))).toBe(expected);
});
