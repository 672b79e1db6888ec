import { expect, it } from 'vitest';
import { bytes } from './event.cases.ts';
import { isBlank, withoutCarriageReturn } from './line.ts';

it('calls a line of blanks, tabs and line ends blank', () => {
  for (const text of ['', ' ', '\t', '\r', ' \t \r\n']) expect(isBlank(bytes(text))).toBe(true);
  for (const text of ['x', ' 0', '\u00a0', '\v', '\0', '\ufeff'])
    expect(isBlank(bytes(text))).toBe(false);
});

it('takes one carriage return from the end', () => {
  expect(withoutCarriageReturn(bytes('a\r'))).toEqual(bytes('a'));
  expect(withoutCarriageReturn(bytes('a\r\r'))).toEqual(bytes('a\r'));
  expect(withoutCarriageReturn(bytes('\ra'))).toEqual(bytes('\ra'));
  expect(withoutCarriageReturn(bytes(''))).toEqual(bytes(''));
});
