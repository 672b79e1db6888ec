import { type AnalyticCase, play, skip, row } from '../case.ts';

type Cells = AnalyticCase['rows'][number];

/** All 168 hours of a week from Monday on, given what is in some of them: `'1 10'` is Monday 10:00. */
const week = (hours: Readonly<Record<string, Cells>>): readonly Cells[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    Array.from({ length: 24 }, (_, hour) =>
      row([weekday, hour], hours[`${weekday} ${hour}`] ?? [0, 0, 0]),
    ),
  );

/** weekday, hour, events, plays, listeners */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'shows all 168 hours of the week, Monday first',
    events: [
      play('2026-03-02 00:00', { user: 'u1' }),
      play('2026-03-04 10:00', { user: 'u1' }),
      skip('2026-03-11 10:30', { user: 'u2' }),
      play('2026-03-18 10:59:59.999999', { user: 'u2' }),
      play('2026-03-08 23:59:59.999999', { user: 'u1' }),
    ],
    rows: week({ '1 0': [1, 1, 1], '3 10': [3, 2, 2], '7 23': [1, 1, 1] }),
  },
  {
    name: 'the weekday is that of the time zone: Sunday 23:30 UTC is Monday in Berlin',
    events: [play('2026-03-01 23:30')],
    options: { timeZone: 'Europe/Berlin' },
    rows: week({ '1 0': [1, 1, 1] }),
  },
  {
    name: 'and Monday 04:59 UTC is still Sunday in New York',
    events: [play('2026-03-02 04:59:59.999999'), play('2026-03-02 05:00')],
    options: { timeZone: 'America/New_York' },
    rows: week({ '7 23': [1, 1, 1], '1 0': [1, 1, 1] }),
  },
  {
    name: 'the Sundays on which summer time begins and ends',
    events: [
      play('2026-03-29 00:30'),
      play('2026-03-29 01:30'),
      play('2026-10-25 00:30'),
      play('2026-10-25 01:30'),
    ],
    options: { timeZone: 'Europe/Berlin' },
    rows: week({ '7 1': [1, 1, 1], '7 2': [2, 2, 1], '7 3': [1, 1, 1] }),
  },
  {
    name: 'weekdays before 1970: 31 December 1969 was a Wednesday, 1 January 1900 a Monday',
    events: [
      play('1969-12-31 23:59:59.999999'),
      play('1970-01-01 00:00'),
      play('1900-01-01 00:00'),
    ],
    rows: week({ '3 23': [1, 1, 1], '4 0': [1, 1, 1], '1 0': [1, 1, 1] }),
  },
];
