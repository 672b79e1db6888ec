import { describe, expect, it } from 'vitest';
import { TonearmError } from '../error.ts';
import { failureOf } from './failure.ts';

const unreadable = new TonearmError('INPUT_UNREADABLE', 'a.parquet ends early', {
  facts: { input: 'a.parquet', offset: 12, sql: 'SELECT 1' },
  hint: 'write it again',
  cause: new Error('no magic'),
});

it('says what happened, where, and what to do', () => {
  expect(failureOf(unreadable, false)).toEqual({
    exitCode: 3,
    lines: ['tonearm: a.parquet ends early', '  offset: 12', '  hint: write it again'],
  });
});

it('shows stacks and causes only when it is asked to', () => {
  const text = failureOf(unreadable, true).lines.join('\n');
  expect(text).toContain('sql: SELECT 1');
  expect(text).toContain('failure.test.ts');
  expect(text).toContain('caused by:\n  no magic');
});

describe('what was not foreseen', () => {
  it.each([
    [new TypeError('x is not a function'), 'tonearm: unexpected error: x is not a function'],
    ['a string', 'tonearm: unexpected error: a string'],
    [new TonearmError('INTERNAL', 'no offset'), 'tonearm: unexpected error: no offset'],
  ])('%#', (error, first) => {
    const { exitCode, lines } = failureOf(error, false);
    expect(exitCode).toBe(1);
    expect(lines[0]).toBe(first);
    expect(lines[1]).toContain('please report it');
    expect(lines).toHaveLength(2);
  });
});

it('says nothing where nobody reads any more, and that is no failure', () => {
  const gone = new TonearmError('SINK_GONE', 'nobody reads standard output any more');
  expect(failureOf(gone, false)).toEqual({ exitCode: 0, lines: [] });
  expect(failureOf(gone, true)).toEqual({ exitCode: 0, lines: [] });
});

it('makes hostile text harmless', () => {
  const { lines } = failureOf(
    new TonearmError('INPUT_MISSING', 'no \u001b[31mfile\nhere', {
      facts: { input: '\u202egnp' },
      hint: 'a\u0007b',
    }),
    false,
  );
  expect(lines).toEqual([
    String.raw`tonearm: no \x1b[31mfile\nhere`,
    String.raw`  input: \u202egnp`,
    String.raw`  hint: a\x07b`,
  ]);
});
