import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { maxEventBytes } from '../event/reject.ts';
import { cutLines, lineOffsets, wholeLines } from './read-lines.ts';

const most = maxEventBytes;
const bytesOf = (...lines: readonly (string | number)[]): Buffer =>
  Buffer.from(lines.map((one) => (typeof one === 'number' ? 'x'.repeat(one) : one)).join(''));

const found = (bytes: Buffer, from = 0) => wholeLines(bytes, from, bytes.length);

describe('whole lines of a stretch', () => {
  it('end behind the last LF', () => {
    expect(found(bytesOf('a\nbb\nccc'))).toEqual({ end: 5, long: false });
    expect(found(bytesOf('abc'))).toEqual({ end: 0, long: false });
    expect(found(bytesOf(''))).toEqual({ end: 0, long: false });
    expect(found(bytesOf('\n\n\n'))).toEqual({ end: 3, long: false });
    expect(found(bytesOf('?\na\n'), 2)).toEqual({ end: 4, long: false });
  });

  it('may have as many bytes as an event, and a CR', () => {
    expect(found(bytesOf('a\n', most, '\n'))).toEqual({ end: most + 3, long: false });
    expect(found(bytesOf('a\n', most, '\r\n'))).toEqual({ end: most + 4, long: false });
    expect(found(bytesOf(most, '\n', most, '\r\n', most, '\nb\n')).end).toBe(3 * most + 6);
  });

  it('stop before one that is longer, whether or not its end is there', () => {
    const long = { end: 2, long: true };
    expect(found(bytesOf('a\n', most + 1, '\nb\n'))).toEqual(long);
    expect(found(bytesOf('a\n', most + 1, '\n'))).toEqual(long);
    expect(found(bytesOf('a\n', most + 1, '\r\n'))).toEqual(long);
    expect(found(bytesOf('a\n', most, '\rx\n'))).toEqual(long);
    expect(found(bytesOf('a\n', most + 2))).toEqual(long);
    expect(found(bytesOf('a\n', 3 * most, '\n'))).toEqual(long);
  });

  it('wait for the end of one that may still be short enough', () => {
    expect(found(bytesOf('a\n', most, '\r'))).toEqual({ end: 2, long: false });
    expect(found(bytesOf('a\n', most))).toEqual({ end: 2, long: false });
  });

  test.prop([fc.array(fc.oneof(fc.nat(300), fc.integer({ min: most - 2, max: most + 3 })))])(
    'are those that a look at every line finds',
    (lengths) => {
      const bytes = bytesOf(...lengths.flatMap((length) => [length, '\n']));
      const firstLong = lengths.findIndex((length) => length > most);
      const before = firstLong < 0 ? lengths : lengths.slice(0, firstLong);
      const end = before.reduce((sum, length) => sum + length + 1, 0);
      expect(found(bytes)).toEqual({ end, long: firstLong >= 0 });
    },
  );
});

describe('cutting lines', () => {
  const bytes = bytesOf('aa\nbbbb\nc\n');
  it('keeps to the most where a line ends before it', () => {
    expect([3, 7, 8, 9, 10, 99].map((room) => cutLines(bytes, 0, 10, room))).toEqual([
      3, 3, 8, 8, 10, 10,
    ]);
    expect(cutLines(bytes, 3, 10, 6)).toBe(8);
  });

  it('takes one line at least', () => {
    expect(cutLines(bytes, 0, 10, 1)).toBe(3);
    expect(cutLines(bytes, 3, 10, 2)).toBe(8);
  });
});

describe('offsets of lines', () => {
  it('are found in any order', () => {
    const offsetOf = lineOffsets(bytesOf('aa\n\nbbbb\nc\n'), 100);
    expect([2, 0, 3, 1].map(offsetOf)).toEqual([104, 100, 109, 103]);
  });

  it('know that of the next line, and none behind it', () => {
    const offsetOf = lineOffsets(bytesOf('aa\n'), 0);
    expect(offsetOf(1)).toBe(3);
    expect(() => offsetOf(2)).toThrow(RangeError);
  });
});
