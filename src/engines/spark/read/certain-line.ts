import { maxEventBytes } from '../../../event/reject.ts';
import { type FieldRule, fieldRules } from '../../../event/rule.ts';
import { literal, quote } from '../text.ts';
import { endsFlat, escapesHalf, flatLine } from './flat-line.ts';
import { holds, instantOfText } from './holds.ts';

const value = 'value';
const flat = 'flat';
const parsed = 'j';

const field = (name: string): string => `${parsed}.${quote(name)}`;

const schema = fieldRules
  .map(({ name, kind }) => `${quote(name)} ${kind === 'integer' ? 'INT' : 'STRING'}`)
  .join(', ');

const has = (text: string, of: string = flat): string => `contains(${of}, ${literal(text)})`;

const integers = fieldRules.filter(({ kind }) => kind === 'integer').map(({ name }) => name);

/** The line with whole numbers for `3.0`, as programs write them that know only fractions. */
const whole = `CASE WHEN ${has('.0', value)} AND (${has('.0,', value)} OR ${has('.0}', value)}) THEN regexp_replace(
  ${value}, ${literal(String.raw`("(?:${integers.join('|')})" ?: ?-?[0-9]++)\.0(?=[,}])`)}, '$1') ELSE ${value} END`;

const parse = `from_json(${whole}, ${literal(schema)}, map('allowSingleQuotes', 'false', 'allowNonNumericNumbers', 'false'))`;

/** With or without blanks at the colon, as programs write it. */
const member = (name: string, start: string): string =>
  `(${[':', ': ', ' : '].map((colon) => has(`"${name}"${colon}${start}`)).join(' OR ')})`;

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
 * Spark reads only the first value of a line, replaces bytes that are not UTF-8 and takes half a
 * surrogate pair: all that is doubtful.
 */
const wellFormed = [
  endsFlat(flat),
  `octet_length(${value}) <= ${BigInt(maxEventBytes)}`,
  `NOT ${escapesHalf(value)}`,
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
  SELECT * EXCEPT (${flat}), coalesce(${conditions}, false) AS certain
  FROM (SELECT *, ${instantOfText(instant)} AS t FROM (SELECT *, ${flatLine(value)} AS ${flat}, ${parse} AS ${parsed} FROM (${lines})))`;

/** True for a line that counts: one of blanks, tabs and line ends is none. */
export const isNotBlank = `(startswith(${value}, '{') OR ${value} RLIKE ${literal('[^ \\t\\r\\n]')})`;
