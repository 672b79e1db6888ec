import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isWellFormed } from './event.cases.ts';
import { escapesLoneSurrogate } from './surrogate.ts';

describe('half a surrogate pair in JSON text', () => {
  it.each([
    [String.raw`"\ud800"`, true],
    [String.raw`"\uDFFF"`, true],
    [String.raw`"\ud834x"`, true],
    [String.raw`"\ud834\n"`, true],
    [String.raw`"\ud834\ud834\udd1e"`, true],
    [String.raw`"\udd1e\ud834"`, true],
    ['"\\ud834\u{1d11e}"', true],
    [String.raw`"\ud834\u0041"`, true],
    [String.raw`{"a\ud800":1}`, true],
    [String.raw`{"a":"\ud800","a":"x"}`, true],
    [String.raw`"\ud834\udd1e"`, false],
    [String.raw`"\uD834\uDD1E\ud834\udd1e"`, false],
    [String.raw`"\\ud800"`, false],
    [String.raw`"\\\ud834\udd1e"`, false],
    [String.raw`"\u0041\t\""`, false],
    ['"\u{1d11e}"', false],
  ])('%s', (json, lone) => {
    expect(escapesLoneSurrogate(json)).toBe(lone);
  });

  const piece = fc.constantFrom(
    '\\ud834',
    '\\udd1e',
    '\\\\',
    '\\"',
    'u',
    'd834',
    '\u{1d11e}',
    'a',
    '\\u0041',
  );
  test.prop([fc.array(piece, { maxLength: 12 })])(
    'is found where the parsed text has one',
    (pieces) => {
      const json = `"${pieces.join('')}"`;
      const text = JSON.parse(json) as string;
      expect(escapesLoneSurrogate(json)).toBe(!isWellFormed(text));
    },
  );
});
