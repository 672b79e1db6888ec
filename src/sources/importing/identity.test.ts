import { createHash } from 'node:crypto';
import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { artistNameId, eventId, normaliseName, songNameId } from './identity.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

it.each([
  ['  The\t Makers \n', 'the makers'],
  ['Ｔｈｅ Makers', 'the makers'],
  ['Cafe\u0301', 'café'],
  ['a\u001Fb', 'a b'],
  ['a\u00A0\u3000b', 'a b'],
  ['ÄÖ ß', 'äö ß'],
])('normalises %j', (name, normal) => {
  expect(normaliseName(name)).toBe(normal);
});

it('hashes the normalised names', () => {
  expect(artistNameId(' The  MAKERS')).toBe(`name:${digest('the makers')}`);
  expect(songNameId('The Makers', 'Song')).toBe(`name:${digest('the makers\u001Fsong')}`);
});

it('does not mix artist and title', () => {
  expect(songNameId('a b', 'c')).not.toBe(songNameId('a', 'b c'));
  expect(songNameId('a\u001Fb', 'c')).not.toBe(songNameId('a', 'b\u001Fc'));
});

it('hashes the parts of an event as JSON', () => {
  const parts = ['spotify', 'me', 'song', '2024-01-01T00:00:00Z', 'skip', 5, 1] as const;
  expect(eventId(...parts)).toBe(digest(JSON.stringify(parts)));
});

const text = fc.constantFrom('', 'a', 'b', 'a","b', '"', ',', 'null', '1');
const parts = fc.tuple(
  text,
  text,
  text,
  text,
  text,
  fc.constantFrom(null, 0, 1, 11),
  fc.constantFrom(0, 1, 11),
);

test.prop([parts, parts])('gives different ids to different parts', (one, other) => {
  const same = JSON.stringify(one) === JSON.stringify(other);
  expect(eventId(...one) === eventId(...other)).toBe(same);
});
