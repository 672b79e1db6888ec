import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, pause, play, skip, stop, row } from '../case.ts';

/**
 * country, events, plays, streams, listeners, skips, completes, listening_ms, skip_rate,
 * completion_rate, share
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'compares countries; an unknown one is a row like any other',
    events: [
      play('10:00', { user: 'u1' }),
      skip('10:01', { user: 'u1', played: 30_000 }),
      pause('10:02', { user: 'u2' }),
      play('10:03', { user: 'u3', country: 'DE', city: 'Berlin' }),
      complete('10:05', { user: 'u3', country: 'DE', city: 'Bonn', played: 120_000 }),
      stop('10:06', { user: 'u4', country: 'US', played: 29_999 }),
    ],
    rows: [
      [null, 3, 1, 1, 2, 1, 0, 30_000, 1, 0, 3 / 6],
      ['DE', 2, 1, 1, 1, 0, 1, 120_000, 0, 1, 2 / 6],
      ['US', 1, 0, 0, 1, 0, 0, 29_999, 0, 0, 1 / 6],
    ],
  },
  {
    name: 'equally large countries come by code, the unknown one last',
    events: [
      play('10:00'),
      play('10:01', { country: 'ZW' }),
      play('10:02', { country: 'AD' }),
      play('10:03', { country: 'NA' }),
    ],
    rows: ['AD', 'NA', 'ZW', null].map((country) =>
      row([country, 1, 1, 0, 1, 0, 0, 0], [null, null, 1 / 4]),
    ),
  },
  {
    name: 'shares are parts of the window',
    events: [
      play('10:00', { country: 'FR' }),
      play('10:04:59.999999', { country: 'DE' }),
      play('10:05'),
    ],
    options: { scope: 'window' },
    rows: [
      [at('10:00'), at('10:05'), 'DE', 1, 1, 0, 1, 0, 0, 0, null, null, 1 / 2],
      [at('10:00'), at('10:05'), 'FR', 1, 1, 0, 1, 0, 0, 0, null, null, 1 / 2],
      [at('10:05'), at('10:10'), null, 1, 1, 0, 1, 0, 0, 0, null, null, 1],
    ],
  },
  {
    name: 'slides',
    events: [play('10:05', { country: 'FR' })],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      [at('10:00'), at('10:10'), 'FR', 1, 1, 0, 1, 0, 0, 0, null, null, 1],
      [at('10:05'), at('10:15'), 'FR', 1, 1, 0, 1, 0, 0, 0, null, null, 1],
    ],
  },
];
