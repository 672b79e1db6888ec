import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bytes, isWellFormed } from './event.cases.ts';
import { rawLimit, rawText } from './reject.ts';

describe('the raw text of a rejected event', () => {
  it('is the text where it is UTF-8 and short', () => {
    expect(rawText(bytes('{"a":"Café 𝄞 \\x"}'))).toBe('{"a":"Café 𝄞 \\x"}');
  });

  it('shows each byte that is not UTF-8', () => {
    expect(rawText(Uint8Array.of(0x61, 0xff, 0x62, 0xc3, 0xa9, 0xc3))).toBe('a\\xffbé\\xc3');
    expect(rawText(Uint8Array.of(0xed, 0xa0, 0x80))).toBe('\\xed\\xa0\\x80');
    expect(rawText(Uint8Array.of(0xc0, 0xaf, 0x80, 0x09))).toBe('\\xc0\\xaf\\x80\t');
    expect(rawText(Uint8Array.of(0xf0, 0x9d, 0x84))).toBe('\\xf0\\x9d\\x84');
  });

  it('keeps a byte-order mark', () => {
    expect(rawText(bytes('\ufeff{}'))).toBe('\ufeff{}');
  });

  it('is cut at 4 KiB', () => {
    expect(rawText(bytes('x'.repeat(4096)))).toHaveLength(4096);
    expect(rawText(bytes('x'.repeat(4097)))).toBe('x'.repeat(4096));
  });

  it('is never cut within a character or an escape', () => {
    expect(rawText(bytes(`${'x'.repeat(4094)}𝄞`))).toBe('x'.repeat(4094));
    expect(rawText(bytes(`xx${'é'.repeat(3000)}`))).toBe(`xx${'é'.repeat(2047)}`);
    expect(rawText(bytes(`x${'é'.repeat(3000)}`))).toBe(`x${'é'.repeat(2047)}`);
    expect(rawText(new Uint8Array(5000).fill(0xff))).toBe('\\xff'.repeat(1024));
  });

  test.prop([fc.uint8Array({ maxLength: 6000, size: 'max' })], { numRuns: 60 })(
    'is at most 4 KiB of well-formed text, whatever the bytes',
    (input) => {
      const text = rawText(input);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(rawLimit);
      expect(isWellFormed(text)).toBe(true);
      const restored = Buffer.from(
        text.replaceAll(/\\x([0-9a-f]{2})|[^]/gu, (all, hex: string | undefined) =>
          hex === undefined
            ? Buffer.from(all).toString('latin1')
            : String.fromCharCode(Number.parseInt(hex, 16)),
        ),
        'latin1',
      );
      expect(Buffer.compare(restored, Buffer.from(input.subarray(0, restored.length)))).toBe(0);
    },
  );
});
