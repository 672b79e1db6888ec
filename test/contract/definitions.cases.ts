import { type AnalyticCase, at, complete, play, skip } from '../../src/analytics/case.ts';
import type { Analytic } from '../../src/model/analytic.ts';
import { artistShares, countryHours, operators, sessionHours, userTitles } from './definitions.ts';

type Cells = AnalyticCase['rows'][number];

const hours = (of: (hour: number) => Cells): readonly Cells[] =>
  Array.from({ length: 24 }, (_, hour) => of(hour));

/** The cases of each definition. */
export const definitionCases: readonly (readonly [Analytic, readonly AnalyticCase[]])[] = [
  [
    artistShares,
    [
      {
        name: 'shares are parts of everything, also of what has no row',
        // 7 events of 4 listeners; a3 is below the threshold
        events: [
          play('10:00', { user: 'u1', artist: 'a1' }),
          play('10:01', { user: 'u1', artist: 'a1' }),
          play('10:02', { user: 'u2', artist: 'a1' }),
          play('10:03', { user: 'u1', artist: 'a2' }),
          play('10:04', { user: 'u2', artist: 'a2' }),
          play('10:05', { user: 'u3', artist: 'a3' }),
          play('10:06', { user: 'u4' }),
        ],
        rows: [
          ['a2', null, 2, 2 / 7, 2 / 4],
          ['a1', null, 3, 3 / 7, 2 / 4],
        ],
      },
      {
        name: 'also in windows, before threshold and limit',
        events: [
          play('10:00', { user: 'u1', artist: 'a1' }),
          play('10:01', { user: 'u2' }),
          play('10:02', { user: 'u3', artist: 'a2' }),
        ],
        options: { scope: 'window' },
        rows: [[at('10:00'), at('10:05'), 'a1', null, 1, 1 / 3, 1 / 3]],
      },
    ],
  ],
  [
    countryHours,
    [
      {
        name: 'every country that occurs has all hours, the unknown one last',
        events: [
          play('10:00', { country: 'US' }),
          skip('10:30', { country: 'US' }),
          play('11:00'),
          play('23:00', { country: 'DE' }),
        ],
        rows: [
          ...hours((hour) => ['DE', hour, ...(hour === 23 ? [1, 1] : [0, 0])]),
          ...hours((hour) => ['US', hour, ...(hour === 10 ? [2, 1] : [0, 0])]),
          ...hours((hour) => [null, hour, ...(hour === 11 ? [1, 1] : [0, 0])]),
        ],
      },
      {
        name: 'a window has only what occurs',
        events: [play('10:00', { country: 'US' }), play('10:30')],
        options: { scope: 'window' },
        rows: [
          [at('10:00'), at('11:00'), 'US', 10, 1, 1],
          [at('10:00'), at('11:00'), null, 10, 1, 1],
        ],
      },
    ],
  ],
  [
    userTitles,
    [
      {
        name: 'texts are ordered by bytes, the unknown one last in both directions',
        events: [
          play('10:00', { user: 'u1', title: '\u{FFFF}', played: 5 }),
          complete('10:01', { user: 'u1', title: '\u{10000}', played: 3 }),
          play('10:02', { user: 'u1', played: 1 }),
          skip('10:03', { user: 'u2' }),
          play('10:04', { user: 'u3', title: 'b' }),
          play('10:05', { user: 'u4', title: 'b' }),
          play('10:06', { user: 'u4', title: 'B', played: 7 }),
          complete('10:07', { user: 'u5', title: '', played: 0 }),
          skip('10:08', { user: 'u6', played: 4 }),
          skip('10:09', { user: 'u6', played: 2 }),
        ],
        // of u2 and u6 with no title, u2 comes first and u6 is beyond the limit
        rows: [
          [1, 'u1', '\u{FFFF}', '\u{10000}', 3, 3, at('10:02')],
          [2, 'u4', 'B', 'b', 7, 7, at('10:06')],
          [3, 'u3', 'b', 'b', null, null, at('10:04')],
          [4, 'u5', '', '', 0, 0, null],
          [5, 'u2', null, null, null, null, null],
        ],
      },
    ],
  ],
  [
    operators,
    [
      {
        name: 'unknown operands make a condition unknown, and it does not count; null is a key',
        // Band 0: played 10, 999 and 0; band 1000: 1000; band 30000: 40,000; none: unknown.
        events: [
          skip('10:00', { device: 'web', title: 'One', played: 10, length: 15 }),
          skip('10:01', { device: 'tv', title: 'Two', played: 999, length: 3 }),
          play('10:02', { title: 'Oben', played: 0, length: 1 }),
          skip('10:03', { device: 'web', played: 1000 }),
          play('10:04', { title: 'one', played: 40_000, length: 40_002 }),
          play('1969-12-31 23:59:59.999999', { device: 'web' }),
          play('1970-01-01 00:00'),
        ],
        // from_ms, device, odd, not_web, not_web_or_long, web_and_long, other_song, text_at_most,
        // overrun, least, halves, thirds, weeks, latest_hour, sum_of_nothing, mean_overrun
        rows: [
          // overruns -5, 996 and -1; halves -3, 498 and -1; thirds 1, 0 and 2
          [0, 'tv', 1, 1, 1, 1, 2, 2, 990, 13, 494, 0, 1, 10, 0, 990 / 4],
          [1000, 'web', null, 0, 1, 1, 0, 0, 0, 1000, 0, null, 1, 10, 0, 0],
          [30_000, null, 0, 0, 1, 1, 1, 0, -2, 40_000, -1, 1, 1, 10, 0, null],
          [null, 'web', null, 0, 0, 0, 0, 0, 0, 0, 0, null, 2, 23, 0, null],
        ],
      },
    ],
  ],
  [
    sessionHours,
    [
      {
        name: 'sessions by the hour in which they began; shares are parts of all their events',
        events: [
          play('09:50', { user: 'u2' }),
          play('10:10', { user: 'u2' }),
          skip('10:11', { user: 'u2' }),
          play('09:59:59.999999', { user: 'u1' }),
          play('11:00', { user: 'u1' }),
        ],
        rows: hours((hour) => {
          if (hour === 9) return [9, 'u1', 2, 0, 4 / 5, at('10:11')];
          if (hour === 11) return [11, 'u1', 1, 0, 1 / 5, at('11:00')];
          return [hour, null, 0, null, 0, null];
        }),
      },
      {
        name: 'in the windows of their ends',
        events: [
          play('09:50', { user: 'u2' }),
          play('10:10', { user: 'u2' }),
          play('10:20', { user: 'u1' }),
        ],
        options: { scope: 'window' },
        rows: [
          [at('10:00'), at('11:00'), 9, 'u2', 1, 1_200_000, 2 / 3, at('10:10')],
          [at('10:00'), at('11:00'), 10, 'u1', 1, 0, 1 / 3, at('10:20')],
        ],
      },
    ],
  ],
];
