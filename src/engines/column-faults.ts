import { TonearmError } from '../error.ts';
import type { FieldRule } from '../event/rule.ts';

const expected = (rule: FieldRule): string =>
  rule.kind === 'instant'
    ? 'a UTC timestamp or a string'
    : rule.kind === 'integer'
      ? 'an integer'
      : 'a string';

/** A column of a type, as the engine calls it, that its field cannot be read from. */
export const wrongColumn = (
  input: string,
  column: string,
  rule: FieldRule,
  type: string,
): TonearmError =>
  new TonearmError('INPUT_SCHEMA', `${input}: column ${column} is ${type}, not ${expected(rule)}`, {
    facts: { input, column, type },
    hint: /^timestamp/i.test(type)
      ? 'a timestamp without a zone does not say when it happened: write it as UTC'
      : 'write the column with another type, or read another column with --map FILE',
  });

/** Required columns that are not there; `what` has the columns `there`. */
export const missingColumns = (
  input: string,
  missing: string,
  what: 'the file' | 'it',
  there: readonly string[],
): TonearmError =>
  new TonearmError('INPUT_SCHEMA', `${input}: required columns missing: ${missing}`, {
    facts: { input, columns: missing },
    hint: `${what} has: ${there.join(', ').slice(0, 300)}; --map FILE reads columns of other names`,
  });
