import { sliding } from '../../model/window.ts';
import {
  type AnalyticCase,
  at,
  type CaseEvent,
  complete,
  pause,
  play,
  skip,
  row,
} from '../case.ts';

const minutes = (count: number): number => count * 60_000;

/** Sessions of 1 minute, 2 minutes and so on, each of another listener: a play and a skip. */
const sessionsOfMinutes = (count: number): readonly CaseEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const user = `u${index + 1}`;
    return [play('10:00', { user }), skip(`10:${String(index + 1).padStart(2, '0')}`, { user })];
  }).flat();

/**
 * sessions, listeners, mean_duration_ms, median_duration_ms, p90_duration_ms, max_duration_ms,
 * mean_events, mean_plays, mean_songs, single_play_share, mean_skips
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'a listener who comes back after a long pause begins a new session',
    events: [
      play('10:00', { user: 'u1', song: 's1' }),
      complete('10:03', { user: 'u1', song: 's1' }),
      play('10:04', { user: 'u1', song: 's2' }),
      skip('10:06', { user: 'u1', song: 's2' }),
      play('12:00', { user: 'u1', song: 's1' }),
      complete('12:03', { user: 'u1', song: 's1' }),
      play('10:05', { user: 'u2', song: 's1' }),
    ],
    // u1: 6 min, 3 min; u2: 0
    rows: [
      [3, 2, minutes(9) / 3, minutes(3), minutes(6), minutes(6), 7 / 3, 4 / 3, 4 / 3, 2 / 3, 1 / 3],
    ],
  },
  {
    name: 'a pause of exactly the gap still joins',
    events: [play('10:00'), skip('10:30'), play('11:00')],
    rows: [[1, 1, minutes(60), minutes(60), minutes(60), minutes(60), 3, 2, 1, 0, 1]],
  },
  {
    name: 'a microsecond more begins a new session',
    events: [play('10:00'), skip('10:30:00.000001'), play('11:00:00.000001')],
    // 0 and 30 min
    rows: [[2, 1, minutes(15), 0, minutes(30), minutes(30), 3 / 2, 1, 1, 1, 1 / 2]],
  },
  {
    name: 'one event is a session of length 0',
    events: [pause('10:00')],
    rows: [[1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0]],
  },
  {
    name: 'events at the same instant are one session',
    events: [play('10:00', { song: 's1' }), play('10:00', { song: 's2' })],
    rows: [[1, 1, 0, 0, 0, 0, 2, 2, 2, 0, 0]],
  },
  {
    name: 'a session goes on over midnight, in any order of input',
    events: [play('2026-03-03 00:10'), play('2026-03-02 23:50')],
    rows: [[1, 1, minutes(20), minutes(20), minutes(20), minutes(20), 2, 2, 1, 0, 0]],
  },
  {
    name: 'a session goes on over 1 January 1970',
    events: [play('1969-12-31 23:45:00.5'), play('1970-01-01 00:15:00.25')],
    rows: [[1, 1, 1_799_750, 1_799_750, 1_799_750, 1_799_750, 2, 2, 1, 0, 0]],
  },
  {
    name: "the client's own session ids do not matter, listeners do",
    events: [
      play('10:00', { user: 'u1', session: 'a' }),
      play('10:01', { user: 'u2', session: 'a' }),
      play('10:02', { user: 'u1', session: 'b' }),
    ],
    // u1: 2 min, u2: 0
    rows: [[2, 2, minutes(1), 0, minutes(2), minutes(2), 3 / 2, 3 / 2, 1, 1 / 2, 0]],
  },
  {
    name: 'the length is cut to whole milliseconds after the subtraction, not before',
    events: [
      play('10:00:00.000999', { user: 'u1' }),
      play('10:00:01.001998', { user: 'u1' }),
      play('10:00:00.000001', { user: 'u2' }),
      play('10:00:02.001000', { user: 'u2' }),
    ],
    // u1: 1.000999 s, u2: 2.000999 s
    rows: [[2, 2, 1500, 1000, 2000, 2000, 2, 2, 1, 0, 0]],
  },
  {
    name: 'percentiles are the values at the nearest rank: the 5th and 9th of ten',
    events: sessionsOfMinutes(10),
    rows: [[10, 10, minutes(55) / 10, minutes(5), minutes(9), minutes(10), 2, 1, 1, 1, 1]],
  },
  {
    name: 'the 5th and 9th of nine: ranks are rounded up',
    events: sessionsOfMinutes(9),
    rows: [[9, 9, minutes(45) / 9, minutes(5), minutes(9), minutes(9), 2, 1, 1, 1, 1]],
  },
  {
    name: 'the gap can be set',
    events: [play('10:00'), play('10:10'), play('10:20:00.000001')],
    options: { sessionGap: '10 minutes' },
    // 10 min and 0
    rows: [[2, 1, minutes(5), 0, minutes(10), minutes(10), 3 / 2, 3 / 2, 1, 1 / 2, 0]],
  },
  {
    name: 'a session counts in the window in which its last event falls',
    events: [
      play('10:40', { user: 'u1' }),
      play('11:10', { user: 'u1' }),
      play('10:50', { user: 'u2' }),
      play('11:00', { user: 'u2' }),
      play('10:59:59.999999', { user: 'u3' }),
    ],
    options: { scope: 'window' },
    rows: [
      [at('10:00'), at('11:00'), 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0],
      row(
        [at('11:00'), at('12:00'), 2, 2],
        [minutes(20), minutes(10), minutes(30), minutes(30), 2, 2, 1, 0, 0],
      ),
    ],
  },
  {
    name: 'windows of session ends before 1970',
    events: [play('1969-12-31 23:50'), play('1969-12-31 23:59:59.999'), skip('1970-01-01 01:00')],
    options: { scope: 'window' },
    rows: [
      row(
        [at('1969-12-31 23:00'), at('1970-01-01 00:00'), 1, 1],
        [599_999, 599_999, 599_999, 599_999, 2, 2, 1, 0, 0],
      ),
      [at('1970-01-01 01:00'), at('1970-01-01 02:00'), 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1],
    ],
  },
  {
    name: 'a session counts in every sliding window that holds its end, and only whole',
    events: [play('09:50'), play('10:15')],
    options: { scope: 'window', window: sliding('2 hours', '1 hour') },
    rows: ['09:00', '10:00'].map((start) =>
      row(
        [at(start), at(start) + 7_200_000_000, 1, 1],
        [minutes(25), minutes(25), minutes(25), minutes(25), 2, 2, 1, 0, 0],
      ),
    ),
  },
];
