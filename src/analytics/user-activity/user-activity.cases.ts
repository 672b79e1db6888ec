import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, pause, play, skip, stop, row } from '../case.ts';

/**
 * rank, user_id, events, plays, streams, skips, completes, songs, artists, active_days,
 * listening_ms, skip_rate, completion_rate, first_event_at, last_event_at
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'ranks listeners by plays and sums up what each did',
    events: [
      play('10:00', { user: 'u1', song: 's1', artist: 'a1' }),
      complete('10:03', { user: 'u1', song: 's1', artist: 'a1', played: 180_000 }),
      play('10:04', { user: 'u2', song: 's1', artist: 'a1' }),
      skip('10:05', { user: 'u2', song: 's1', artist: 'a1', played: 31_000 }),
      play('10:06', { user: 'u2', song: 's2', artist: 'a2' }),
      stop('10:07', { user: 'u2', song: 's2', artist: 'a2', played: 1000 }),
      play('2026-03-04 09:00', { user: 'u2', song: 's3' }),
      complete('2026-03-04 09:02', { user: 'u2', song: 's3', played: 120_000 }),
    ],
    rows: [
      row(
        [1, 'u2', 6, 3, 2, 1, 1, 3, 2, 2, 152_000, 1 / 3, 1 / 3],
        [at('10:04'), at('2026-03-04 09:02')],
      ),
      [2, 'u1', 2, 1, 1, 0, 1, 1, 1, 1, 180_000, 0, 1, at('10:00'), at('10:03')],
    ],
  },
  {
    name: 'has no rates where nothing ended and breaks ties by the bytes of the id',
    events: ['\u{10000}', 'b', '\u{FFFF}', 'B'].map((user) => play('10:00', { user })),
    rows: ['B', 'b', '\u{FFFF}', '\u{10000}'].map((user, index) =>
      row([index + 1, user, 1, 1, 0, 0, 0, 1, 0, 1, 0, null, null], [at('10:00'), at('10:00')]),
    ),
  },
  {
    name: 'cuts at the limit',
    events: [
      play('10:00', { user: 'u1' }),
      play('10:01', { user: 'u2' }),
      pause('10:02', { user: 'u1' }),
      play('10:03', { user: 'u2' }),
    ],
    options: { top: 1 },
    rows: [[1, 'u2', 2, 2, 0, 0, 0, 1, 0, 1, 0, null, null, at('10:01'), at('10:03')]],
  },
  {
    name: 'days are those of UTC by default',
    events: [play('22:59'), play('23:01')],
    rows: [[1, 'u1', 2, 2, 0, 0, 0, 1, 0, 1, 0, null, null, at('22:59'), at('23:01')]],
  },
  {
    name: 'days are those of the time zone: midnight in Berlin is 23:00 UTC in winter',
    events: [play('22:59'), play('23:01')],
    options: { timeZone: 'Europe/Berlin' },
    rows: [[1, 'u1', 2, 2, 0, 0, 0, 1, 0, 2, 0, null, null, at('22:59'), at('23:01')]],
  },
  {
    name: 'the day on which summer time begins has 23 hours',
    events: [
      play('2026-03-28 22:59:59.999999', { user: 'before' }),
      play('2026-03-28 23:00', { user: 'before' }),
      play('2026-03-28 23:00', { user: 'during' }),
      play('2026-03-29 21:59:59.999999', { user: 'during' }),
      play('2026-03-29 21:59:59.999999', { user: 'until' }),
      play('2026-03-29 22:00', { user: 'until' }),
    ],
    options: { timeZone: 'Europe/Berlin' },
    rows: [
      row(
        [1, 'before', 2, 2, 0, 0, 0, 1, 0, 2, 0, null, null],
        [at('2026-03-28 22:59:59.999999'), at('2026-03-28 23:00')],
      ),
      row(
        [2, 'during', 2, 2, 0, 0, 0, 1, 0, 1, 0, null, null],
        [at('2026-03-28 23:00'), at('2026-03-29 21:59:59.999999')],
      ),
      row(
        [3, 'until', 2, 2, 0, 0, 0, 1, 0, 2, 0, null, null],
        [at('2026-03-29 21:59:59.999999'), at('2026-03-29 22:00')],
      ),
    ],
  },
  {
    name: 'the day on which summer time ends has 25 hours',
    events: [play('2026-10-24 22:00'), play('2026-10-25 22:59:59.999999')],
    options: { timeZone: 'Europe/Berlin' },
    rows: [
      row(
        [1, 'u1', 2, 2, 0, 0, 0, 1, 0, 1, 0, null, null],
        [at('2026-10-24 22:00'), at('2026-10-25 22:59:59.999999')],
      ),
    ],
  },
  {
    name: 'days before 1970 are days like others',
    events: [
      play('1969-12-30 23:59:59.999999'),
      play('1969-12-31 00:00'),
      play('1969-12-31 23:59:59.999999'),
      play('1970-01-01 00:00'),
    ],
    rows: [
      row(
        [1, 'u1', 4, 4, 0, 0, 0, 1, 0, 3, 0, null, null],
        [at('1969-12-30 23:59:59.999999'), at('1970-01-01 00:00')],
      ),
    ],
  },
  {
    name: 'ranks anew in every window',
    events: [
      play('10:00', { user: 'u1' }),
      play('10:01', { user: 'u2' }),
      skip('10:02', { user: 'u2', played: 30_000 }),
      play('10:06', { user: 'u2' }),
    ],
    options: { scope: 'window' },
    rows: [
      row(
        [at('10:00'), at('10:05'), 1, 'u1', 1, 1, 0, 0, 0, 1, 0, 1, 0, null, null],
        [at('10:00'), at('10:00')],
      ),
      row(
        [at('10:00'), at('10:05'), 2, 'u2', 2, 1, 1, 1, 0, 1, 0, 1, 30_000, 1, 0],
        [at('10:01'), at('10:02')],
      ),
      row(
        [at('10:05'), at('10:10'), 1, 'u2', 1, 1, 0, 0, 0, 1, 0, 1, 0, null, null],
        [at('10:06'), at('10:06')],
      ),
    ],
  },
  {
    name: 'a sliding window over midnight has two days',
    events: [play('2026-03-02 23:58'), play('2026-03-03 00:01')],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      row(
        [at('2026-03-02 23:50'), at('2026-03-03 00:00')],
        [1, 'u1', 1, 1, 0, 0, 0, 1, 0, 1, 0, null, null],
        [at('2026-03-02 23:58'), at('2026-03-02 23:58')],
      ),
      row(
        [at('2026-03-02 23:55'), at('2026-03-03 00:05')],
        [1, 'u1', 2, 2, 0, 0, 0, 1, 0, 2, 0, null, null],
        [at('2026-03-02 23:58'), at('2026-03-03 00:01')],
      ),
      row(
        [at('2026-03-03 00:00'), at('2026-03-03 00:10')],
        [1, 'u1', 1, 1, 0, 0, 0, 1, 0, 1, 0, null, null],
        [at('2026-03-03 00:01'), at('2026-03-03 00:01')],
      ),
    ],
  },
];
