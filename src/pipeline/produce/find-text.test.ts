import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../sources/generator/decoded.cases.ts';
import { parsedText, textFinder, type Found } from './find-text.ts';

const find = textFinder('user_id');

/** What is found in a line that stands between others. */
const search = (line: string): { readonly found: Found; readonly text?: string } => {
  const before = Buffer.from('{"user_id":"before"}\n');
  const own = Buffer.from(line);
  const bytes = Buffer.concat([before, own, Buffer.from('\n{"user_id":"after"}')]);
  const place = { from: -1, to: -1 };
  const found = find(bytes, before.length, before.length + own.length, place);
  return found === 'found'
    ? { found, text: bytes.toString('utf8', place.from, place.to) }
    : { found };
};

describe('the text of a field', () => {
  test.each([
    ['{"user_id":"u1"}', 'u1'],
    ['{ "event_id" : "e" , "played_ms" : 3 , "user_id" : "u1" , "city" : "x" }', 'u1'],
    ['{"a":"{\'user_id\':9}","b":null,"c":1.5e3,"user_id":"Ö, {x}","d":[1]}', 'Ö, {x}'],
    ['{"user_ids":"no","user":"no","user_id":""}', ''],
  ])('%s: %j', (line, text) => {
    expect(search(line)).toEqual({ found: 'found', text });
  });

  test.each([
    '{"event_id":"e"}',
    '{"user_id":null}',
    '{"user_id":12,"a":"b"}',
    '{"a":"user_id"}',
    '{"a":1 2}',
  ])('%s: there is none', (line) => expect(search(line)).toEqual({ found: 'absent' }));

  test.each([
    String.raw`{"user_id":"a\"b"}`,
    String.raw`{"a":"\"","user_id":"u"}`,
    '{"a":{"user_id":"inner"},"user_id":"outer"}',
    '{"a":["user_id"],"user_id":"outer"}',
    '{"user_id":"cut',
    '{"user_id"',
    '{',
    '',
    'connection reset by peer',
    '[{"user_id":"u"}]',
  ])('%s: only parsing can tell', (line) => expect(search(line)).toEqual({ found: 'unsure' }));

  property.prop([
    fc.dictionary(
      fc.oneof(fc.constantFrom('user_id', 'event_id', 'a'), fc.string({ maxLength: 8 })),
      fc.oneof(fc.string({ maxLength: 12, unit: 'binary' }), fc.integer(), fc.jsonValue()),
    ),
    fc.constantFrom(0, 1),
  ])('where it is sure, it says what parsing says', (object, spaces) => {
    const line = JSON.stringify(object, null, spaces).replaceAll('\n', ' ');
    const { found, text } = search(line);
    const expected = parsedText(Buffer.from(line), 0, Buffer.byteLength(line), 'user_id');
    if (found !== 'unsure') expect(text).toBe(expected);
  });

  test('it is sure of every generated line that is not malformed', () => {
    const lines = bytesOf({ events: 3000 }).toString().trimEnd().split('\n');
    const texts = lines.map((line) => search(line).text);
    expect(texts).toEqual(lines.map((line) => (JSON.parse(line) as { user_id: string }).user_id));
  });
});
