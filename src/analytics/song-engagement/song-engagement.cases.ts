import { sliding } from '../../model/window.ts';
import { type AnalyticCase, at, complete, pause, play, several, skip, stop } from '../case.ts';

/**
 * rank, song_id, song_title, artist_id, artist_name, plays, ended, skips, completes, stops,
 * skip_rate, completion_rate, mean_completion, listening_ms
 */
export const cases: readonly AnalyticCase[] = [
  {
    name: 'ranks songs by how often they are skipped',
    events: [
      play('10:00', { song: 's1', title: 'One', artist: 'a1', artistName: 'Ann' }),
      complete('10:04', { song: 's1', played: 200_000, length: 200_000 }),
      play('10:05', { song: 's1', title: 'One' }),
      skip('10:06', { song: 's1', played: 50_000, length: 200_000 }),
      play('10:07', { song: 's2', title: 'Two' }),
      skip('10:08', { song: 's2', played: 10_000, length: 100_000 }),
      stop('10:09', { song: 's3', played: 60_000, length: 100_000 }),
    ],
    options: { threshold: 1 },
    rows: [
      [1, 's2', 'Two', null, null, 1, 1, 1, 0, 0, 1, 0, 1 / 10, 10_000],
      [2, 's1', 'One', 'a1', 'Ann', 2, 2, 1, 1, 0, 1 / 2, 1 / 2, 1.25 / 2, 250_000],
      [3, 's3', null, null, null, 0, 1, 0, 0, 1, 0, 0, 6 / 10, 60_000],
    ],
  },
  {
    name: 'completion is cut to millionths, each by itself, before the mean',
    events: [
      skip('10:00', { played: 100_000, length: 300_000 }),
      skip('10:01', { played: 200_000, length: 300_000 }),
    ],
    options: { threshold: 1 },
    // 333,333 and 666,666 millionths
    rows: [[1, 's1', null, null, null, 0, 2, 2, 0, 0, 1, 0, 999_999 / 2_000_000, 300_000]],
  },
  {
    name: 'more than the whole song is the whole song',
    events: [
      complete('10:00', { played: 900_000, length: 300_000 }),
      stop('10:01', { played: 0, length: 300_000 }),
    ],
    options: { threshold: 1 },
    rows: [[1, 's1', null, null, null, 0, 2, 0, 1, 1, 0, 1 / 2, 1 / 2, 900_000]],
  },
  {
    name: 'the longest and the shortest song there can be',
    events: [
      stop('10:00', { song: 's1', played: 86_399_999, length: 86_400_000 }),
      stop('10:01', { song: 's2', played: 86_400_000, length: 1 }),
    ],
    options: { threshold: 1 },
    rows: [
      [1, 's1', null, null, null, 0, 1, 0, 0, 1, 0, 0, 999_999 / 1_000_000, 86_399_999],
      [2, 's2', null, null, null, 0, 1, 0, 0, 1, 0, 0, 1, 86_400_000],
    ],
  },
  {
    name: 'mean completion is over ended playbacks with both lengths known',
    events: [
      complete('10:00', { played: 150_000, length: 300_000 }),
      complete('10:01', { played: 150_000 }),
      complete('10:02', { length: 300_000 }),
      pause('10:03', { played: 1000, length: 300_000 }),
    ],
    options: { threshold: 1 },
    rows: [[1, 's1', null, null, null, 0, 3, 0, 3, 0, 0, 1, 1 / 2, 300_000]],
  },
  {
    name: 'mean completion is unknown where no such playback is',
    events: [skip('10:00', { played: 150_000 }), play('10:01', { played: 0, length: 300_000 })],
    options: { threshold: 1 },
    rows: [[1, 's1', null, null, null, 1, 1, 1, 0, 0, 1, 0, null, 150_000]],
  },
  {
    name: 'a song needs 50 ended playbacks; pauses and plays are none',
    events: [
      ...several(50, () => skip('10:00', { song: 'enough' })),
      ...several(49, () => skip('10:00', { song: 'short of one' })),
      play('10:01', { song: 'short of one' }),
      pause('10:02', { song: 'short of one' }),
    ],
    rows: [[1, 'enough', null, null, null, 0, 50, 50, 0, 0, 1, 0, null, 0]],
  },
  {
    name: 'is empty where no song has enough',
    events: several(49, () => skip('10:00')),
    rows: [],
  },
  {
    name: 'the threshold comes first, then the order with ties by id, then limit and rank',
    events: [
      skip('10:00', { song: 'one ended' }),
      ...['\u{10000}', '\u{FFFF}', 'b', 'a'].flatMap((song) => [
        skip('10:00', { song }),
        complete('10:01', { song }),
      ]),
      skip('10:02', { song: 'b' }),
    ],
    options: { threshold: 2, top: 3 },
    rows: [
      [1, 'b', null, null, null, 0, 3, 2, 1, 0, 2 / 3, 1 / 3, null, 0],
      [2, 'a', null, null, null, 0, 2, 1, 1, 0, 1 / 2, 1 / 2, null, 0],
      [3, '\u{FFFF}', null, null, null, 0, 2, 1, 1, 0, 1 / 2, 1 / 2, null, 0],
    ],
  },
  {
    name: 'without a threshold a song that never ended comes last: its skip rate is unknown',
    events: [play('10:00', { song: 'a' }), complete('10:01', { song: 'b' })],
    options: { threshold: 0 },
    rows: [
      [1, 'b', null, null, null, 0, 1, 0, 1, 0, 0, 1, null, 0],
      [2, 'a', null, null, null, 1, 0, 0, 0, 0, null, null, null, 0],
    ],
  },
  {
    name: 'in a window of an hour 5 ended playbacks are enough',
    events: [
      ...several(5, () => skip('10:59:59.999999', { song: 's1' })),
      ...several(4, () => skip('10:00', { song: 's2' })),
      skip('11:00', { song: 's2' }),
      ...several(5, () => complete('12:00', { song: 's2', played: 30_000, length: 60_000 })),
      ...several(6, () => stop('12:30', { song: 's1', played: 1 })),
    ],
    options: { scope: 'window' },
    rows: [
      [at('10:00'), at('11:00'), 1, 's1', null, null, null, 0, 5, 5, 0, 0, 1, 0, null, 0],
      [at('12:00'), at('13:00'), 1, 's1', null, null, null, 0, 6, 0, 0, 6, 0, 0, null, 6],
      [at('12:00'), at('13:00'), 2, 's2', null, null, null, 0, 5, 0, 5, 0, 0, 1, 1 / 2, 150_000],
    ],
  },
  {
    name: 'slides: the threshold is that of each window',
    events: [...several(3, () => skip('10:10')), ...several(2, () => complete('11:10'))],
    options: { scope: 'window', window: sliding('2 hours', '1 hour') },
    rows: [
      [at('10:00'), at('12:00'), 1, 's1', null, null, null, 0, 5, 3, 2, 0, 3 / 5, 2 / 5, null, 0],
    ],
  },
];
