import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecoder } from '../event/decode.ts';
import { lineOf, usualLayout } from './collect.cases.ts';
import { createColumnDecoder } from './column-decoder.ts';
import { loadDecoderModule } from './decoder-module.ts';
import { decoderSetup } from './decoder-setup.ts';
import { createSlot, inputOf } from './slot.ts';
import { plainLine } from './wire-lines.cases.ts';

/** Lines that were not sure to conform, of those given. */
const doubtful = (lines: readonly string[]): readonly string[] => {
  const decoder = createColumnDecoder(loadDecoderModule(), decoderSetup(usualLayout));
  const doubts: string[] = [];
  decoder.use((line) => {
    doubts.push(Buffer.from(line).toString());
    return createDecoder().decodeLine(line);
  }, false);
  const slot = createSlot(decoder.memory, decoder.exports, 1 << 20);
  for (const line of lines) {
    const bytes = Buffer.from(`${line.trimEnd()}\n`);
    inputOf(decoder.memory.buffer, slot).set(bytes);
    decoder.decode(slot, 0, bytes.length);
  }
  return doubts;
};

test('plain lines are accepted without the strict decoder', () => {
  expect(doubtful(fc.sample(plainLine, { numRuns: 5000, seed: 1 }))).toEqual([]);
});

test('so are other spellings that producers use', () => {
  expect(
    doubtful([
      lineOf({ song_title: 'Tanz "auf" \\ dem \t Seil\u0000' }),
      lineOf({ song_title: 'x' }).replace('"x"', '"\\u00dcber\\ud83c\\udfb5\\/"'),
      lineOf().replaceAll(':"', ': "').replaceAll(',"', ', "'),
      lineOf({ latitude: -12.5e-3, other: true, more: false, none: null, text: 'ü"' }),
      lineOf({ country: null, city: null, played_ms: 0, song_duration_ms: null }),
      lineOf({ latitude: 'none', played_ms: null, more: 5, text: -1, other: '-' }),
      lineOf({ event_id: 'évent 1' }),
      `  ${lineOf().trimEnd()} \r`,
    ]),
  ).toEqual([]);
});

test('what has several readings or no common one goes to the strict decoder', () => {
  const lines = [
    lineOf({ played_ms: 3 }).replace('3}', '3.0}'),
    lineOf({ played_ms: 3 }).replace('3}', '3e0}'),
    lineOf().replace('"u1"', '"u1","user_id":"u2"'),
    lineOf().replace('"user_id"', '"user\\u005fid"'),
    lineOf({ context: { page: 1 } }),
  ];
  expect(doubtful(lines)).toHaveLength(lines.length);
});
