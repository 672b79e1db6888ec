import { expect, test } from 'vitest';
import type { Event } from '../../event/event.ts';
import { deduplicate } from './deduplicate.ts';

const event = (event_id: string, song_id: string): Event => ({
  event_id,
  song_id,
  event_time: 0,
  action: 'play',
  user_id: 'u1',
  session_id: null,
  song_title: null,
  artist_id: null,
  artist_name: null,
  album_name: null,
  genre: null,
  song_duration_ms: null,
  played_ms: null,
  device: null,
  country: null,
  city: null,
});

test('keeps the first of each id, byte for byte, in order', () => {
  const events = [event('a', '1'), event('A', '2'), event('a', '3'), event('b', '4')];
  expect(deduplicate(events).map(({ song_id }) => song_id)).toEqual(['1', '2', '4']);
});
