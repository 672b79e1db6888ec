import { maxEventBytes } from '../../../event/reject.ts';
import { type FieldRule, fieldRules } from '../../../event/rule.ts';
import { literal, quote } from '../text.ts';
import { holds, instantOfText } from './holds.ts';

const value = 'value';
const parsed = 'j';

const field = (name: string): string => `${parsed}.${quote(name)}`;

const schema = fieldRules
  .map(({ name, kind }) => `${quote(name)} ${kind === 'integer' ? 'INT' : 'STRING'}`)
  .join(', ');

const parse = `from_json(${value}, ${literal(schema)}, map('allowSingleQuotes', 'false', 'allowNonNumericNumbers', 'false'))`;

const has = (text: string): string => `contains(${value}, ${literal(text)})`;

/** With or without a blank after the colon, as programs write it. */
const member = (name: string, start: string): string =>
  `(${has(`"${name}":${start}`)} OR ${has(`"${name}": ${start}`)})`;

// Between quotes of its own a name cannot be followed by a colon, so that what is found is a member.
const certainField = (rule: FieldRule): string => {
  const { name, kind, required } = rule;
  const of = field(name);
  if (kind === 'integer') {
    const absent = `NOT ${has(`"${name}"`)} OR ${member(name, 'null')}`;
    return `CASE WHEN ${of} IS NULL THEN ${required ? 'false' : absent} ELSE ${holds(rule, of)} END`;
  }
  // Spark turns numbers and objects into text: only a member that starts with a quote is text.
  const isText = `${member(name, '"')} AND ${holds(rule, kind === 'instant' ? 't' : of)}`;
  return required ? `(${of} IS NOT NULL AND ${isText})` : `(${of} IS NULL OR (${isText}))`;
};

/**
 * What makes an object of text and numbers without anything behind it: its one closing brace is
 * the last byte. Spark reads only the first value of a line, replaces bytes that are not UTF-8
 * and takes half a surrogate pair: all that is doubtful.
 */
const wellFormed = [
  `(endswith(${value}, '}') OR endswith(${value}, ${literal('}\r')}))`,
  `octet_length(replace(${value}, '}', '')) = octet_length(${value}) - 1`,
  `octet_length(${value}) <= ${BigInt(maxEventBytes)}`,
  `NOT ${has(String.raw`\ud`)}`,
  `NOT ${has(String.raw`\uD`)}`,
  `is_valid_utf8(${value})`,
];

const conditions = [...wellFormed, ...fieldRules.map(certainField)].join('\n    AND ');

const instant = field(fieldRules.find(({ kind }) => kind === 'instant')?.name ?? '');

/**
 * Judges lines: over a query with the text column `value`, one that has its columns and
 * `certain` (never null), `t` (microseconds) and `j`, a struct with every field of the event.
 * Where `certain` is false, `t` and `j` mean nothing and the line is for the decoder.
 */
export const judgedLines = (lines: string): string => `
  SELECT *, coalesce(${conditions}, false) AS certain
  FROM (SELECT *, ${instantOfText(instant)} AS t FROM (SELECT *, ${parse} AS ${parsed} FROM (${lines})))`;

/** True for a line that counts: one of blanks, tabs and line ends is none. */
export const isNotBlank = `(startswith(${value}, '{') OR ${value} RLIKE ${literal('[^ \\t\\r\\n]')})`;
