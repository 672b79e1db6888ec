import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, pause, play, resume, skip, stop } from '../case.ts';

/** action, events, listeners, share */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'counts events and listeners of each action, the commonest first',
    events: [
      play('10:00', { user: 'u1' }),
      skip('10:01', { user: 'u1' }),
      play('10:02', { user: 'u1' }),
      skip('10:03', { user: 'u2' }),
      play('10:04', { user: 'u1' }),
      complete('10:05', { user: 'u2' }),
    ],
    rows: [
      ['play', 3, 1, 3 / 6],
      ['skip', 2, 2, 2 / 6],
      ['complete', 1, 1, 1 / 6],
    ],
  },
  {
    name: 'equally common actions come by name',
    events: [
      play('10:00'),
      pause('10:01'),
      resume('10:02'),
      skip('10:03'),
      complete('10:04'),
      stop('10:05'),
    ],
    rows: ['complete', 'pause', 'play', 'resume', 'skip', 'stop'].map((action) => [
      action,
      1,
      1,
      1 / 6,
    ]),
  },
  {
    name: 'shares are parts of the window',
    events: [
      play('10:00', { user: 'u1' }),
      skip('10:01', { user: 'u1' }),
      play('10:02', { user: 'u2' }),
      stop('10:05', { user: 'u2' }),
    ],
    options: { scope: 'window' },
    rows: [
      [at('10:00'), at('10:05'), 'play', 2, 2, 2 / 3],
      [at('10:00'), at('10:05'), 'skip', 1, 1, 1 / 3],
      [at('10:05'), at('10:10'), 'stop', 1, 1, 1],
    ],
  },
  {
    name: 'slides',
    events: [play('10:03'), skip('10:07')],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      [at('09:55'), at('10:05'), 'play', 1, 1, 1],
      [at('10:00'), at('10:10'), 'play', 1, 1, 1 / 2],
      [at('10:00'), at('10:10'), 'skip', 1, 1, 1 / 2],
      [at('10:05'), at('10:15'), 'skip', 1, 1, 1],
    ],
  },
];
