import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { linesOf } from './lines-of.ts';

test('an empty line is a line, an end that is missing is none, CR is text', () => {
  expect([...linesOf([])]).toEqual([]);
  expect([...linesOf(['a\n\nb\r\n', '', 'c'])]).toEqual(['a', '', 'b\r', 'c']);
  expect([...linesOf(['[\n{}', ',\n{}', '\n]\n'])]).toEqual(['[', '{},', '{}', ']']);
});

const piece = fc.string({ unit: fc.constantFrom('\n', '\r', 'x', '"', ','), maxLength: 8 });

property.prop([fc.array(piece)])('lines with their ends are the pieces, joined', (pieces) => {
  const text = `${pieces.join('')}x\n`;
  const lines = [...linesOf([...pieces, 'x\n'])];
  expect(lines.map((line) => `${line}\n`).join('')).toBe(text);
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
});
