import { describe, expect, test } from 'vitest';
import { TonearmError } from '../error.ts';
import * as e from '../model/expression.ts';
import { defaultSettings } from '../model/settings.ts';
import type { QueryContext } from './query.ts';
import { evaluator, type Fields, type Scalar } from './evaluate.ts';

const context: QueryContext = {
  settings: defaultSettings,
  zone: { timeZone: 'x', starts: [-1e15, 0], offsets: [0, 3_600_000_000] },
};
const row: Fields = { n: 7, minus: -7, none: null, text: 'a', at: 0 };

const n = e.column('integer', 'event', 'n');
const minus = e.column('integer', 'event', 'minus');
const none = e.column('integer', 'event', 'none');
const text = e.column('text', 'event', 'text');
const at = e.column('instant', 'event', 'at');

const valueOf = (expr: e.Expr): Scalar => evaluator(expr.node, context)(row);

const yes = e.equals(n, 7);
const no = e.equals(n, 8);
const unknown = e.equals(none, 7);

test.each([
  ['=', yes, true],
  ['<>', e.differs(n, 7), false],
  ['<', e.lessThan(n, 7), false],
  ['<=', e.atMost(n, 7), true],
  ['>', e.moreThan(n, 6), true],
  ['>=', e.atLeast(n, 8), false],
  ['text by bytes', e.lessThan(e.column('text', 'event', 'text'), 'B'), false],
  ['with unknown', unknown, null],
  ['<> with unknown', e.differs(none, 7), null],
  ['unknown with itself', e.equals(none, none), null],
  ['known', e.known(n), true],
  ['not known', e.known(none), false],
])('comparison %s', (_, expr, expected) => {
  expect(valueOf(expr)).toBe(expected);
});

test.each([
  ['all', e.all(yes, yes), true],
  ['all with false', e.all(yes, no), false],
  ['all with unknown', e.all(yes, unknown), null],
  ['all with unknown and false', e.all(unknown, no), false],
  ['any', e.any(no, yes), true],
  ['any of false', e.any(no, no), false],
  ['any with unknown', e.any(no, unknown), null],
  ['any with unknown and true', e.any(unknown, yes), true],
  ['not', e.not(yes), false],
  ['not false', e.not(no), true],
  ['not unknown', e.not(unknown), null],
])('three-valued logic: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toBe(expected);
});

test.each([
  ['plus', e.plus(n, 1), 8],
  ['minus', e.minus(n, 8), -1],
  ['times', e.times(n, minus), -49],
  ['times zero is not minus zero', e.times(minus, 0), 0],
  ['floorDiv', e.floorDiv(n, 2), 3],
  ['floorDiv below zero', e.floorDiv(minus, 2), -4],
  ['floorDiv by zero', e.floorDiv(n, 0), null],
  ['modulo', e.modulo(n, 4), 3],
  ['modulo below zero', e.modulo(minus, 4), 1],
  ['modulo by zero', e.modulo(n, 0), null],
  ['with unknown', e.plus(n, none), null],
  ['least', e.least(n, 9), 7],
  ['least skips unknown', e.least(none, 9), 9],
  ['setting', e.setting('event', 'streamMinMs'), 30_000],
  ['value', e.plus(n, -7), 0],
])('arithmetic: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toBe(expected);
});

describe('local time', () => {
  test.each([
    [0, 1, 4, 0],
    [-1, 23, 3, -1],
    [-86_400_000_000, 0, 3, -1],
    [-86_400_000_001, 23, 2, -2],
    [82_800_000_000 - 1, 23, 4, 0],
    [82_800_000_000, 0, 5, 1],
  ])('at %d µs: hour %d, weekday %d, day %d', (us, hour, weekday, day) => {
    const parts = (['hour', 'weekday', 'day'] as const).map((part) =>
      evaluator(e.local(part, at).node, context)({ at: us }),
    );
    expect(parts).toEqual([hour, weekday, day]);
  });
});

test.each([
  [-1, null],
  [0, 0],
  [9, 0],
  [10, 10],
  [99, 10],
  [null, null],
])('band of %j is %j', (value, expected) => {
  const band = e.band(e.column('integer', 'event', 'v'), [0, 10]);
  expect(evaluator(band.node, context)({ v: value })).toBe(expected);
});

test('a column that the row does not have is an error that names it', () => {
  expect(() => evaluator(text.node, context)({ other: 1 })).toThrow(TonearmError);
  expect(() => evaluator(text.node, context)({ other: 1 })).toThrow('no column "text"');
});
