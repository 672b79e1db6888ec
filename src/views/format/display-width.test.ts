import { expect, it } from 'vitest';
import { displayWidth } from './display-width.ts';

it('counts letters and lines of one cell the quick way as the slow way does', () => {
  const wide = '日';
  const codes = Array.from({ length: 0x25a0 - 0x20 }, (_, index) => index + 0x20);
  const letters = [...codes.map((code) => String.fromCharCode(code)), '▲', '▼', '●'];
  // Beside a wide letter, each is measured by itself.
  const different = letters.filter(
    (letter) => displayWidth(letter) !== displayWidth(wide + letter) - displayWidth(wide),
  );
  expect(different).toEqual([]);
});
