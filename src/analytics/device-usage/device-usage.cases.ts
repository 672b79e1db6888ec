import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, play, skip, stop, row } from '../case.ts';

/**
 * device, events, plays, streams, listeners, skips, completes, listening_ms, skip_rate,
 * completion_rate, share
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'compares devices; an unknown one is a row like any other',
    events: [
      play('10:00', { user: 'u1', device: 'mobile' }),
      skip('10:01', { user: 'u1', device: 'mobile', played: 40_000 }),
      play('10:02', { user: 'u2', device: 'mobile' }),
      complete('10:05', { user: 'u2', device: 'mobile', played: 170_000 }),
      play('10:06', { user: 'u1', device: 'smart speaker' }),
      play('10:07', { user: 'u3' }),
      stop('10:08', { user: 'u3', played: 10_000 }),
    ],
    rows: [
      ['mobile', 4, 2, 2, 2, 1, 1, 210_000, 1 / 2, 1 / 2, 4 / 7],
      [null, 2, 1, 0, 1, 0, 0, 10_000, 0, 0, 2 / 7],
      ['smart speaker', 1, 1, 0, 1, 0, 0, 0, null, null, 1 / 7],
    ],
  },
  {
    name: 'equally used devices come by name, the unknown one last',
    events: [play('10:00'), play('10:01', { device: 'web' }), play('10:02', { device: 'car' })],
    rows: ['car', 'web', null].map((device) =>
      row([device, 1, 1, 0, 1, 0, 0, 0], [null, null, 1 / 3]),
    ),
  },
  {
    name: 'the word "null" and "unknown" are devices, not the unknown one',
    events: [
      play('10:00', { device: 'null' }),
      play('10:01', { device: 'unknown' }),
      play('10:02'),
    ],
    rows: ['null', 'unknown', null].map((device) =>
      row([device, 1, 1, 0, 1, 0, 0, 0], [null, null, 1 / 3]),
    ),
  },
  {
    name: 'shares are parts of the window',
    events: [
      play('10:00', { device: 'web' }),
      play('10:01'),
      complete('10:04', { device: 'web', played: 180_000 }),
      play('10:05', { device: 'tv' }),
    ],
    options: { scope: 'window' },
    rows: [
      [at('10:00'), at('10:05'), 'web', 2, 1, 1, 1, 0, 1, 180_000, 0, 1, 2 / 3],
      [at('10:00'), at('10:05'), null, 1, 1, 0, 1, 0, 0, 0, null, null, 1 / 3],
      [at('10:05'), at('10:10'), 'tv', 1, 1, 0, 1, 0, 0, 0, null, null, 1],
    ],
  },
  {
    name: 'slides',
    events: [play('10:03', { device: 'web' }), play('10:07')],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      [at('09:55'), at('10:05'), 'web', 1, 1, 0, 1, 0, 0, 0, null, null, 1],
      [at('10:00'), at('10:10'), 'web', 1, 1, 0, 1, 0, 0, 0, null, null, 1 / 2],
      [at('10:00'), at('10:10'), null, 1, 1, 0, 1, 0, 0, 0, null, null, 1 / 2],
      [at('10:05'), at('10:15'), null, 1, 1, 0, 1, 0, 0, 0, null, null, 1],
    ],
  },
];
