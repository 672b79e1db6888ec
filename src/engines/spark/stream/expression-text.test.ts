import { expect, test } from 'vitest';
import { all, equals, floorDiv, moreThan, plus } from '../../../model/expression.ts';
import { event } from '../../../vocabulary/fields.ts';
import { longEnough } from '../../../vocabulary/conditions.ts';
import { expressionText } from './expression-text.ts';
import { utc } from './stream.cases.ts';

const text = (node: Parameters<typeof expressionText>[0]): string =>
  expressionText(node, utc, (name) => `e.${name}`);

test('an expression is text over the columns that it is given', () => {
  expect(text(all(equals(event.action, 'skip'), moreThan(event.played_ms, 5)).node)).toBe(
    "((e.action = 'skip') AND (e.played_ms > 5))",
  );
  expect(text(longEnough.node)).toBe('(e.played_ms >= 30000)');
});

test('a division rounds down as in the model', () => {
  expect(text(floorDiv(plus(event.event_time, 1), 7).node)).toContain('pmod(');
});

test.each([
  ["it's", String.raw`'it\'s'`],
  [String.raw`\' OR 1=1 --`, String.raw`'\\\' OR 1=1 --'`],
  ['NULL', "'NULL'"],
  ['\u0000 1 \u0000', "'\u0000 1 \u0000'"],
])('a hostile text %j stays a text', (hostile, literal) => {
  expect(text(equals(event.genre, hostile).node)).toBe(`(e.genre = ${literal})`);
});
