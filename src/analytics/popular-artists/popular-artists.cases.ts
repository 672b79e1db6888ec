import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, play, skip } from '../case.ts';

/** rank, artist_id, artist_name, plays, streams, listeners, songs, listening_ms */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'ranks artists by plays, over all their songs',
    events: [
      play('10:00', { user: 'u1', song: 's1', artist: 'a1', artistName: 'Ann' }),
      complete('10:03', { user: 'u1', song: 's1', artist: 'a1', played: 180_000 }),
      play('10:04', { user: 'u2', song: 's2', artist: 'a1', artistName: 'Ann' }),
      skip('10:05', { user: 'u2', song: 's2', artist: 'a1', played: 5000 }),
      play('10:06', { user: 'u1', song: 's3', artist: 'a2', artistName: 'Bob' }),
    ],
    rows: [
      [1, 'a1', 'Ann', 2, 1, 2, 2, 185_000],
      [2, 'a2', 'Bob', 1, 0, 1, 1, 0],
    ],
  },
  {
    name: 'events without an artist form no row, an empty id does',
    events: [
      play('10:00', { artistName: 'Nobody' }),
      play('10:01', { artist: '', artistName: 'Empty' }),
      play('10:02', { artist: 'a1' }),
    ],
    rows: [
      [1, '', 'Empty', 1, 0, 1, 1, 0],
      [2, 'a1', null, 1, 0, 1, 1, 0],
    ],
  },
  {
    name: 'is empty where no artist is known',
    events: [play('10:00'), play('10:01', { artistName: 'Nobody' })],
    rows: [],
  },
  {
    name: 'breaks ties by the bytes of the id and shows the smallest name',
    events: [
      play('10:00', { artist: '\u{10000}', artistName: 'b' }),
      play('10:01', { artist: '\u{FFFF}' }),
      play('10:02', { artist: '\u{10000}', artistName: 'B' }),
      play('10:03', { artist: '\u{FFFF}' }),
      play('10:04', { artist: 'a' }),
    ],
    options: { top: 2 },
    rows: [
      [1, '\u{FFFF}', null, 2, 0, 1, 1, 0],
      [2, '\u{10000}', 'B', 2, 0, 1, 1, 0],
    ],
  },
  {
    name: 'a window without artists has no rows',
    events: [
      play('10:00', { artist: 'a1' }),
      play('10:05'),
      play('10:10', { artist: 'a2' }),
      play('10:11', { artist: 'a1' }),
    ],
    options: { scope: 'window' },
    rows: [
      [at('10:00'), at('10:05'), 1, 'a1', null, 1, 0, 1, 1, 0],
      [at('10:10'), at('10:15'), 1, 'a1', null, 1, 0, 1, 1, 0],
      [at('10:10'), at('10:15'), 2, 'a2', null, 1, 0, 1, 1, 0],
    ],
  },
  {
    name: 'slides',
    events: [
      play('10:01', { user: 'u1', song: 's1', artist: 'a1' }),
      play('10:06', { user: 'u2', song: 's2', artist: 'a1' }),
    ],
    options: { scope: 'window', window: sliding('10 minutes', '5 minutes') },
    rows: [
      [at('09:55'), at('10:05'), 1, 'a1', null, 1, 0, 1, 1, 0],
      [at('10:00'), at('10:10'), 1, 'a1', null, 2, 0, 2, 2, 0],
      [at('10:05'), at('10:15'), 1, 'a1', null, 1, 0, 1, 1, 0],
    ],
  },
];
