import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, pause, play, several, skip, stop, row } from '../case.ts';

/**
 * rank, song_id, song_title, artist_id, artist_name, plays, streams, listeners, completes, skips,
 * listening_ms
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'ranks songs by plays, with streams, listeners and endings',
    events: [
      play('10:00', { user: 'u1', song: 's1', title: 'One', artist: 'a1', artistName: 'Ann' }),
      complete('10:03', { user: 'u1', song: 's1', title: 'One', played: 180_000 }),
      play('10:04', { user: 'u1', song: 's2', title: 'Two', artist: 'a2', artistName: 'Bob' }),
      skip('10:05', { user: 'u1', song: 's2', title: 'Two', played: 20_000 }),
      play('10:06', { user: 'u2', song: 's2', title: 'Two', artist: 'a2', artistName: 'Bob' }),
      stop('10:07', { user: 'u2', song: 's2', title: 'Two', played: 45_000 }),
    ],
    rows: [
      [1, 's2', 'Two', 'a2', 'Bob', 2, 1, 2, 0, 1, 65_000],
      [2, 's1', 'One', 'a1', 'Ann', 1, 1, 1, 1, 0, 180_000],
    ],
  },
  {
    name: 'breaks ties by the bytes of the id: upper before lower case, U+FFFF before U+10000',
    events: ['é', '\u{10000}', 'a', '\u{FFFF}', 'B', 'ab'].map((song) => play('10:00', { song })),
    rows: ['B', 'a', 'ab', 'é', '\u{FFFF}', '\u{10000}'].map((song, index) =>
      row([index + 1, song, null, null, null], [1, 0, 1, 0, 0, 0]),
    ),
  },
  {
    name: 'shows the smallest known title, artist and name seen, each by itself',
    events: [
      play('10:00', { song: 's1', title: 'b', artist: 'a2', artistName: '\u{10000}' }),
      play('10:01', { song: 's1', title: 'Z', artist: 'a1', artistName: '\u{FFFF}' }),
      play('10:02', { song: 's1' }),
      play('10:03', { song: 's2', title: 'x' }),
      play('10:04', { song: 's2', title: '' }),
    ],
    rows: [
      [1, 's1', 'Z', 'a1', '\u{FFFF}', 3, 0, 1, 0, 0, 0],
      [2, 's2', '', null, null, 2, 0, 1, 0, 0, 0],
    ],
  },
  {
    name: 'cuts at the limit, also through a tie',
    events: [
      play('10:00', { song: 's3' }),
      play('10:01', { song: 's2' }),
      play('10:02', { song: 's1' }),
      play('10:03', { song: 's3' }),
    ],
    options: { top: 2 },
    rows: [
      [1, 's3', null, null, null, 2, 0, 1, 0, 0, 0],
      [2, 's1', null, null, null, 1, 0, 1, 0, 0, 0],
    ],
  },
  {
    name: 'shows a hundred songs',
    events: several(101, (number) => play('10:00', { song: `s${number + 100}` })),
    rows: Array.from({ length: 100 }, (_, index) =>
      row([index + 1, `s${index + 101}`, null, null, null], [1, 0, 1, 0, 0, 0]),
    ),
  },
  {
    name: 'a song whose play is not in the data has a row too',
    events: [pause('10:00', { song: 's1' }), complete('10:01', { song: 's2', played: 30_000 })],
    rows: [
      [1, 's1', null, null, null, 0, 0, 1, 0, 0, 0],
      [2, 's2', null, null, null, 0, 1, 1, 1, 0, 30_000],
    ],
  },
  {
    name: 'ids and titles are text, whatever they look like',
    events: [
      play('10:00', { song: `'); DROP TABLE events; --`, title: '<script>alert("x")</script>' }),
      play('10:01', { song: '=1+1', title: 'line\nbreak,\t"quoted"' }),
      play('10:02', { song: 'null', title: 'NULL' }),
      play('10:03', { song: '007', title: '\u001B[31m' }),
    ],
    rows: [
      [1, `'); DROP TABLE events; --`, '<script>alert("x")</script>'],
      [2, '007', '\u001B[31m'],
      [3, '=1+1', 'line\nbreak,\t"quoted"'],
      [4, 'null', 'NULL'],
    ].map((cells) => [...cells, null, null, 1, 0, 1, 0, 0, 0]),
  },
  {
    name: 'ranks anew in every window and shows twenty songs of it',
    events: [
      ...several(21, (number) => play('10:00', { song: `s${number + 100}` })),
      play('10:05', { song: 's2' }),
      play('10:06', { song: 's1' }),
      play('10:07', { song: 's2' }),
    ],
    options: { scope: 'window' },
    rows: [
      ...Array.from({ length: 20 }, (_, index) =>
        row(
          [at('10:00'), at('10:05'), index + 1, `s${index + 101}`, null, null, null],
          [1, 0, 1, 0, 0, 0],
        ),
      ),
      [at('10:05'), at('10:10'), 1, 's2', null, null, null, 2, 0, 1, 0, 0, 0],
      [at('10:05'), at('10:10'), 2, 's1', null, null, null, 1, 0, 1, 0, 0, 0],
    ],
  },
  {
    name: 'slides, with labels and limits of each window',
    events: [
      play('10:01', { song: 's1', title: 'a' }),
      play('10:06', { song: 's1', title: 'b' }),
      play('10:07', { song: 's2', title: 'c' }),
    ],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes'), top: 1 },
    rows: [
      [at('09:55'), at('10:05'), 1, 's1', 'a', null, null, 1, 0, 1, 0, 0, 0],
      [at('10:00'), at('10:10'), 1, 's1', 'a', null, null, 2, 0, 1, 0, 0, 0],
      [at('10:05'), at('10:15'), 1, 's1', 'b', null, null, 1, 0, 1, 0, 0, 0],
    ],
  },
];
