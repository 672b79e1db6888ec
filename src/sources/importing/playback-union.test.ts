import { expect, it } from 'vitest';
import { parseInstant } from '../../event/time.ts';
import { playbackEvents } from './playback-events.ts';
import { PlaybackUnion } from './playback-union.ts';
import type { Playback } from './playback.ts';

const at = (time: string): number => parseInstant(time) ?? Number.NaN;

const playback = (differences: Partial<Playback> = {}): Playback => ({
  song: { song_id: 's', song_title: 'B' },
  startedAt: at('2024-01-01T00:00:00Z'),
  ending: null,
  device: null,
  country: null,
  ...differences,
});

const added = (files: readonly (readonly Playback[])[]) => {
  const union = new PlaybackUnion();
  const taken = files.map((rows, file) => rows.filter((row) => union.add(row, file)).length);
  return { taken, events: [...playbackEvents(union.playbacks(), 'test', 'me')] };
};

it('counts repeats within a file, and equal rows of several files once', () => {
  const row = playback();
  expect(added([[row, row, row]]).taken).toEqual([3]);
  expect(added([[row], [row, row, row], [row, row]]).taken).toEqual([1, 2, 0]);
  expect(added([[row, row, row], [row]]).taken).toEqual([3, 0]);
});

it('keeps the same labels whatever the order of the files', () => {
  const renamed = playback({ song: { song_id: 's', song_title: 'A' }, device: 'mobile' });
  const one = added([[playback()], [renamed]]);
  expect(one.events).toEqual(added([[renamed], [playback()]]).events);
  expect(one.events).toMatchObject([{ song_title: 'A', device: 'mobile' }]);
});

it('numbers events that agree in their identity', () => {
  const ending = (playedMs: number): Playback =>
    playback({ ending: { action: 'stop', at: at('2024-01-01T00:01:00Z'), playedMs } });
  const { events } = added([[ending(1), ending(2), ending(2)]]);
  expect(events.filter(({ action }) => action === 'play')).toHaveLength(3);
  expect(new Set(events.map((event) => event.event_id)).size).toBe(6);
});

it('orders events by time, then id', () => {
  const others = ['a', 'b', 'c', 'd', 'e'].map((id) => playback({ song: { song_id: id } }));
  const early = playback({ startedAt: at('1969-01-01T00:00:00Z') });
  const { events } = added([[...others, early]]);
  const [first, ...rest] = events.map((event) => event.event_id);
  expect(events[0]?.event_time).toBe('1969-01-01T00:00:00Z');
  expect(first).toBeDefined();
  expect(rest).toEqual(rest.toSorted());
});
