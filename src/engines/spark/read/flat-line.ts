import { literal } from '../text.ts';

const replace = (of: string, text: string, by: string): string =>
  `replace(${of}, ${literal(text)}, ${literal(by)})`;

const replaceAll = (of: string, pattern: string, by: string): string =>
  `regexp_replace(${of}, ${literal(pattern)}, ${literal(by)})`;

/** Pairs before quotes: in `\\"` the quote is not escaped. */
const withoutEscapedBackslashes = (of: string): string => replace(of, String.raw`\\`, '..');

/** The last closing brace and blanks behind it. */
const end = '\\}[ \\t\\r]*+\\z';

const depth = 3;

// Texts with a brace become empty; then objects that have no other inside, again and again, but
// never the one at the start.
const flattened = (line: string): string => {
  const quoted = replace(withoutEscapedBackslashes(line), String.raw`\"`, '..');
  let flat = replaceAll(quoted, '"([^"{}]*+)"|"[^"]*+"', '"$1"');
  for (let round = 0; round < depth; round += 1) flat = replaceAll(flat, '(?!^)\\{[^{}]*+\\}', '0');
  return `regexp_extract(${flat}, ${literal(`^[^}]*+${end}`)}, 0)`;
};

/**
 * In SQL, a line as text to look for members of its first object in: where more than one brace
 * closes, it has neither the texts with braces nor the objects inside of that first one. Then it is
 * empty where a brace is left over, and null where it starts with a blank: what stays could be
 * behind the first object.
 */
export const flatLine = (line: string): string =>
  `CASE WHEN octet_length(replace(${line}, '}', '')) = octet_length(${line}) - 1 THEN ${line}
    WHEN startswith(${line}, '{') THEN ${flattened(line)} END`;

/** Whether nothing but blanks is behind the first object, in SQL: the one brace is the last byte. */
export const endsFlat = (flat: string): string =>
  `(endswith(${flat}, '}') OR ${flat} RLIKE ${literal(end)})`;

const high = String.raw`[89abAB][0-9a-fA-F]{2}`;
const low = '[c-fC-F]';
const start = String.raw`\\u[dD]`;
const half = `${start}(?:${high}(?!${start}${low})|(?<!${start}${high}${start})${low})`;

/** Whether a line of JSON escapes half a surrogate pair, in SQL. */
export const escapesHalf = (line: string): string =>
  `((contains(${line}, ${literal(String.raw`\ud`)}) OR contains(${line}, ${literal(String.raw`\uD`)}))
      AND ${withoutEscapedBackslashes(line)} RLIKE ${literal(half)})`;
