import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';
import { fieldNames } from './event.ts';

it.each([
  ['userid', 'user_id'],
  ['User ID', 'user_id'],
  ['evnt_id', 'event_id'],
  ['played_sm', 'played_ms'],
  ['song_titel', 'song_title'],
  ['colour', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('the name meant by %s', (name, meant) => {
  expect(nearest(name, fieldNames)).toBe(meant);
});
