import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, play, several, skip, row } from '../case.ts';

/** country, city, events, plays, listeners, share */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'a city belongs to its country; unknown country, city or both are rows too',
    events: [
      skip('10:00', { user: 'u1', country: 'FR', city: 'Paris' }),
      skip('10:01', { user: 'u1', country: 'FR', city: 'Paris' }),
      play('10:02', { user: 'u2', country: 'US', city: 'Paris' }),
      play('10:03', { user: 'u3', country: 'FR' }),
      play('10:04', { user: 'u4', city: 'Paris' }),
      play('10:05', { user: 'u5' }),
    ],
    rows: [
      ['FR', 'Paris', 2, 0, 1, 2 / 6],
      ['FR', null, 1, 1, 1, 1 / 6],
      ['US', 'Paris', 1, 1, 1, 1 / 6],
      [null, 'Paris', 1, 1, 1, 1 / 6],
      [null, null, 1, 1, 1, 1 / 6],
    ],
  },
  {
    name: 'equally large cities come by country, then by the bytes of the name',
    events: [
      play('10:00', { country: 'JP', city: '\u{10000}' }),
      play('10:01', { country: 'JP', city: '\u{FFFF}' }),
      play('10:02', { country: 'JP', city: 'Tokyo' }),
      play('10:03', { country: 'JP', city: 'tokyo' }),
      play('10:04', { country: 'AU', city: 'Zeehan' }),
    ],
    rows: [
      ['AU', 'Zeehan', 1, 1, 1, 1 / 5],
      ['JP', 'Tokyo', 1, 1, 1, 1 / 5],
      ['JP', 'tokyo', 1, 1, 1, 1 / 5],
      ['JP', '\u{FFFF}', 1, 1, 1, 1 / 5],
      ['JP', '\u{10000}', 1, 1, 1, 1 / 5],
    ],
  },
  {
    name: 'the limit cuts rows, not the whole that shares are parts of',
    events: several(4, (number) => play('10:00', { country: 'DE', city: `c${number}` })),
    options: { top: 2 },
    rows: [
      ['DE', 'c1', 1, 1, 1, 1 / 4],
      ['DE', 'c2', 1, 1, 1, 1 / 4],
    ],
  },
  {
    name: 'a window shows twenty cities, with shares of all of its events',
    events: [
      ...several(21, (number) => play('10:00', { country: 'DE', city: `c${number + 100}` })),
      play('10:05', { city: 'x' }),
    ],
    options: { scope: 'window' },
    rows: [
      ...Array.from({ length: 20 }, (_, index) =>
        row([at('10:00'), at('10:05'), 'DE', `c${index + 101}`], [1, 1, 1, 1 / 21]),
      ),
      [at('10:05'), at('10:10'), null, 'x', 1, 1, 1, 1],
    ],
  },
  {
    name: 'slides',
    events: [play('10:03', { country: 'DE', city: 'Bonn' }), play('10:07')],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      [at('09:55'), at('10:05'), 'DE', 'Bonn', 1, 1, 1, 1],
      [at('10:00'), at('10:10'), 'DE', 'Bonn', 1, 1, 1, 1 / 2],
      [at('10:00'), at('10:10'), null, null, 1, 1, 1, 1 / 2],
      [at('10:05'), at('10:15'), null, null, 1, 1, 1, 1],
    ],
  },
];
