import { type AnalyticCase, type CaseEvent, play } from '../case.ts';

const minute = 60_000;

const buckets: readonly (readonly [string, number, number | null])[] = [
  ['0', 0, 1],
  ['<1 min', 1, minute],
  ['<5 min', minute, 5 * minute],
  ['<15 min', 5 * minute, 15 * minute],
  ['<30 min', 15 * minute, 30 * minute],
  ['<60 min', 30 * minute, 60 * minute],
  ['<120 min', 60 * minute, 120 * minute],
  ['>=120 min', 120 * minute, null],
];

/** All eight buckets, given the sessions in each. */
const lengths = (...sessions: readonly number[]): AnalyticCase['rows'] => {
  const all = sessions.reduce((sum, count) => sum + count, 0);
  return buckets.map((bucket, index) => {
    const count = sessions[index] ?? 0;
    return [...bucket, count, count / all];
  });
};

/** A session from 10:00 to the given time. */
const until = (end: string, user: string): readonly CaseEvent[] => [
  play('10:00', { user }),
  play(end, { user }),
];

/** bucket, from_ms, to_ms, sessions, share */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'shows all ranges, those without sessions too',
    events: [play('10:00', { user: 'u1' }), ...until('10:03', 'u2'), ...until('10:04', 'u3')],
    rows: lengths(1, 0, 2, 0, 0, 0, 0, 0),
  },
  {
    name: 'a range holds its first length but not its last',
    options: { sessionGap: '1 day' },
    events: [
      ...until('10:00:00.000999', 'under 1 ms'),
      ...until('10:00:00.001', '1 ms'),
      ...until('10:00:59.999999', 'under 1 min'),
      ...until('10:01', '1 min'),
      ...until('10:04:59.999999', 'under 5 min'),
      ...until('10:05', '5 min'),
      ...until('10:14:59.999999', 'under 15 min'),
      ...until('10:15', '15 min'),
      ...until('10:29:59.999999', 'under 30 min'),
      ...until('10:30', '30 min'),
      ...until('10:59:59.999999', 'under 60 min'),
      ...until('11:00', '60 min'),
      ...until('11:59:59.999999', 'under 120 min'),
      ...until('12:00', '120 min'),
      ...until('23:00', '13 hours'),
    ],
    rows: lengths(1, 2, 2, 2, 2, 2, 2, 2),
  },
  {
    name: 'shares are parts of the sessions, not of the events',
    events: [
      play('10:00', { user: 'u1' }),
      play('12:00', { user: 'u1' }),
      ...until('10:10', 'u2'),
      play('10:10', { user: 'u2' }),
    ],
    rows: lengths(2, 0, 0, 1, 0, 0, 0, 0),
  },
  {
    name: 'sessions over midnight and before 1970 are whole',
    events: [
      play('1969-12-31 23:50', { user: 'u1' }),
      play('1970-01-01 00:10', { user: 'u1' }),
      play('2026-03-02 23:59', { user: 'u2' }),
      play('2026-03-03 00:00', { user: 'u2' }),
    ],
    rows: lengths(0, 0, 1, 0, 1, 0, 0, 0),
  },
];
