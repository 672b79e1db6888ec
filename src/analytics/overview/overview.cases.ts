import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, pause, play, resume, skip, stop, row } from '../case.ts';

/**
 * events, plays, streams, listeners, songs, artists, listening_ms, skip_rate, completion_rate,
 * first_event_at, last_event_at
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'counts what happened and how it ended; 30 seconds make a stream, 29.999 do not',
    events: [
      play('10:00', { user: 'u1', song: 's1', artist: 'a1' }),
      skip('10:01', { user: 'u1', song: 's1', artist: 'a1', played: 29_999 }),
      play('10:02', { user: 'u2', song: 's2', artist: 'a2' }),
      complete('10:05', { user: 'u2', song: 's2', artist: 'a2', played: 180_000 }),
      play('10:06', { user: 'u2', song: 's1', artist: 'a1' }),
      stop('10:07', { user: 'u2', song: 's1', artist: 'a1', played: 30_000 }),
    ],
    rows: [[6, 3, 2, 2, 2, 2, 239_999, 1 / 3, 1 / 3, at('10:00'), at('10:07')]],
  },
  {
    name: 'has no rates where nothing ended; audio before a pause is not listening time yet',
    events: [
      play('10:00'),
      pause('10:01', { played: 60_000 }),
      resume('10:02', { played: 60_000 }),
    ],
    rows: [[3, 1, 0, 1, 1, 0, 0, null, null, at('10:00'), at('10:02')]],
  },
  {
    name: 'an ended playback of unknown length is no stream but counts in the rates',
    events: [skip('10:00'), complete('10:01', { played: 40_000 })],
    rows: [[2, 0, 1, 1, 1, 0, 40_000, 1 / 2, 1 / 2, at('10:00'), at('10:01')]],
  },
  {
    name: 'listening time is not clamped to the length of the song',
    events: [complete('10:00', { played: 500_000, length: 200_000 })],
    rows: [[1, 0, 1, 1, 1, 0, 500_000, 0, 1, at('10:00'), at('10:00')]],
  },
  {
    name: 'an unknown artist is no artist, an artist with an empty id is one',
    events: [play('10:00'), play('10:01', { artist: '' }), play('10:02', { artist: 'a1' })],
    rows: [[3, 3, 0, 1, 1, 2, 0, null, null, at('10:00'), at('10:02')]],
  },
  {
    name: 'ids differ byte for byte: case, blanks and accents count',
    events: [
      play('10:00', { user: 'ann', song: 'é' }),
      play('10:01', { user: 'Ann', song: 'e\u0301' }),
      play('10:02', { user: 'ann ', song: 'e' }),
    ],
    rows: [[3, 3, 0, 3, 3, 0, 0, null, null, at('10:00'), at('10:02')]],
  },
  {
    name: 'the stream rule can be set',
    events: [skip('10:00', { played: 9999 }), skip('10:01', { played: 10_000 })],
    options: { streamMin: 10_000 },
    rows: [[2, 0, 1, 1, 1, 0, 19_999, 1, 0, at('10:00'), at('10:01')]],
  },
  {
    name: 'first and last event keep microseconds, also before 1970, in any order of input',
    events: [
      play('1969-12-31 23:59:59.999999'),
      play('1900-01-01 00:00'),
      play('1969-12-31 23:59:59.999998'),
    ],
    rows: [
      [3, 3, 0, 1, 1, 0, 0, null, null, at('1900-01-01 00:00'), at('1969-12-31 23:59:59.999999')],
    ],
  },
  {
    name: 'windows of 5 minutes hold their start but not their end; empty ones are not there',
    events: [
      play('10:00', { user: 'u1' }),
      skip('10:04:59.999999', { user: 'u2', played: 30_000 }),
      play('10:05', { user: 'u1' }),
      play('10:20', { user: 'u1' }),
    ],
    options: { scope: 'window' },
    rows: [
      row(
        [at('10:00'), at('10:05')],
        [2, 1, 1, 2, 1, 0, 30_000, 1, 0, at('10:00'), at('10:04:59.999999')],
      ),
      [at('10:05'), at('10:10'), 1, 1, 0, 1, 1, 0, 0, null, null, at('10:05'), at('10:05')],
      [at('10:20'), at('10:25'), 1, 1, 0, 1, 1, 0, 0, null, null, at('10:20'), at('10:20')],
    ],
  },
  {
    name: 'windows are aligned to 1970, also before it',
    events: [
      play('1969-12-31 23:59:59.999999'),
      play('1969-12-31 23:55'),
      play('1970-01-01 00:00'),
    ],
    options: { scope: 'window' },
    rows: [
      row(
        [at('1969-12-31 23:55'), at('1970-01-01 00:00'), 2, 2, 0, 1, 1, 0, 0, null, null],
        [at('1969-12-31 23:55'), at('1969-12-31 23:59:59.999999')],
      ),
      row(
        [at('1970-01-01 00:00'), at('1970-01-01 00:05'), 1, 1, 0, 1, 1, 0, 0, null, null],
        [at('1970-01-01 00:00'), at('1970-01-01 00:00')],
      ),
    ],
  },
  {
    name: 'an event counts in every sliding window that holds it',
    events: [play('10:07', { user: 'u1' }), play('10:10', { user: 'u2' })],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      [at('10:00'), at('10:10'), 1, 1, 0, 1, 1, 0, 0, null, null, at('10:07'), at('10:07')],
      [at('10:05'), at('10:15'), 2, 2, 0, 2, 1, 0, 0, null, null, at('10:07'), at('10:10')],
      [at('10:10'), at('10:20'), 1, 1, 0, 1, 1, 0, 0, null, null, at('10:10'), at('10:10')],
    ],
  },
  {
    name: 'sliding windows need not be a multiple of their slide',
    events: [play('10:04')],
    options: { scope: 'window', window: sliding('5 minutes', '2 minutes') },
    rows: ['10:00', '10:02', '10:04'].map((start) => {
      const from = at(start);
      return [from, from + 300_000_000, 1, 1, 0, 1, 1, 0, 0, null, null, at('10:04'), at('10:04')];
    }),
  },
];
