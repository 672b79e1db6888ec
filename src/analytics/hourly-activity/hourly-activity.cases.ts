import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, play, skip } from '../case.ts';

type Cells = AnalyticCase['rows'][number];

/** All 24 hours, given what is in some of them. */
const day = (hours: Readonly<Record<number, Cells>>): readonly Cells[] =>
  Array.from({ length: 24 }, (_, hour) => [hour, ...(hours[hour] ?? [0, 0, 0, 0, null, 0])]);

/** hour, events, plays, listeners, listening_ms, skip_rate, share */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'shows all 24 hours, those without events too',
    events: [
      play('00:00', { user: 'u1' }),
      play('10:00', { user: 'u1' }),
      skip('10:59:59.999999', { user: 'u1', played: 20_000 }),
      play('2026-03-03 10:30', { user: 'u2' }),
      complete('23:59:59.999999', { user: 'u2', played: 180_000 }),
    ],
    rows: day({
      0: [1, 1, 1, 0, null, 1 / 5],
      10: [3, 2, 2, 20_000, 1, 3 / 5],
      23: [1, 0, 1, 180_000, 0, 1 / 5],
    }),
  },
  {
    name: 'hours are those of the time zone, also with half an hour in its offset',
    events: [play('10:29:59.999999'), play('10:30')],
    options: { timeZone: 'Asia/Kolkata' },
    rows: day({ 15: [1, 1, 1, 0, null, 1 / 2], 16: [1, 1, 1, 0, null, 1 / 2] }),
  },
  {
    name: 'there is no hour 2 where summer time begins',
    events: [
      play('2026-03-29 00:59:59.999999'),
      play('2026-03-29 01:00'),
      play('2026-03-29 01:59:59.999999'),
    ],
    options: { timeZone: 'Europe/Berlin' },
    rows: day({ 1: [1, 1, 1, 0, null, 1 / 3], 3: [2, 2, 1, 0, null, 2 / 3] }),
  },
  {
    name: 'the hour 2 is there twice where summer time ends',
    events: [
      play('2026-10-24 23:59:59.999999'),
      play('2026-10-25 00:30'),
      play('2026-10-25 01:30'),
      play('2026-10-25 02:00'),
    ],
    options: { timeZone: 'Europe/Berlin' },
    rows: day({
      1: [1, 1, 1, 0, null, 1 / 4],
      2: [2, 2, 1, 0, null, 2 / 4],
      3: [1, 1, 1, 0, null, 1 / 4],
    }),
  },
  {
    name: 'hours before 1970 are hours like others',
    events: [play('1969-12-31 23:59:59.999999'), play('1900-01-01 05:00')],
    rows: day({ 5: [1, 1, 1, 0, null, 1 / 2], 23: [1, 1, 1, 0, null, 1 / 2] }),
  },
  {
    name: 'old local times with seconds count: Monrovia was 44 minutes 30 seconds behind',
    events: [play('1960-01-01 00:44:29.999999'), play('1960-01-01 00:44:30')],
    options: { timeZone: 'Africa/Monrovia' },
    rows: day({ 0: [1, 1, 1, 0, null, 1 / 2], 23: [1, 1, 1, 0, null, 1 / 2] }),
  },
  {
    name: 'a window shows only the hours that occur; it follows UTC, the hours the time zone',
    events: [
      play('10:00', { user: 'u1' }),
      skip('10:30', { user: 'u1', played: 1000 }),
      play('10:45', { user: 'u2' }),
      play('11:00', { user: 'u1' }),
    ],
    options: { scope: 'window', timeZone: 'Asia/Kolkata' },
    rows: [
      [at('10:00'), at('11:00'), 15, 1, 1, 1, 0, null, 1 / 3],
      [at('10:00'), at('11:00'), 16, 2, 1, 2, 1000, 1, 2 / 3],
      [at('11:00'), at('12:00'), 16, 1, 1, 1, 0, null, 1],
    ],
  },
  {
    name: 'slides',
    events: [play('10:15'), play('11:15')],
    options: { scope: 'window', window: sliding('2 hours', '1 hour') },
    rows: [
      [at('09:00'), at('11:00'), 10, 1, 1, 1, 0, null, 1],
      [at('10:00'), at('12:00'), 10, 1, 1, 1, 0, null, 1 / 2],
      [at('10:00'), at('12:00'), 11, 1, 1, 1, 0, null, 1 / 2],
      [at('11:00'), at('13:00'), 11, 1, 1, 1, 0, null, 1],
    ],
  },
];
