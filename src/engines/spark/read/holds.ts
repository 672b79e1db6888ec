import type { FieldRule } from '../../../event/rule.ts';
import { endInstant, firstInstant } from '../../../event/time.ts';
import { literal } from '../text.ts';

const matches = (of: string, pattern: string): string =>
  `${of} RLIKE ${literal(`^(?:${pattern})\\z`)}`;

const canonicalTime = String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-7]):[0-5][0-9])`;

/** Microseconds of a time as text, in SQL; null where that is doubtful. */
export const instantOfText = (of: string): string =>
  `CASE WHEN ${matches(of, canonicalTime)} THEN unix_micros(try_cast(${of} AS TIMESTAMP)) END`;

/** The rule of a field over its value (an instant: microseconds), in SQL; null where that is null. */
export const holds = (rule: FieldRule, of: string): string => {
  switch (rule.kind) {
    case 'instant':
      return `(${of} >= ${BigInt(firstInstant)} AND ${of} < ${BigInt(endInstant)})`;
    case 'integer':
      return `${of} BETWEEN ${BigInt(rule.minimum)} AND ${BigInt(rule.maximum)}`;
    case 'choice':
      return `${of} IN (${rule.choices.map(literal).join(', ')})`;
    case 'pattern':
      // The pattern has its own anchors, of which `$` would also match before a line end.
      return matches(of, rule.pattern.replace(/^\^/, '').replace(/\$$/, ''));
    case 'text': {
      // Bytes are known; only where they are too many are characters counted.
      const [least, most] = [BigInt(rule.minLength), BigInt(rule.maxLength)];
      const fits = `(octet_length(${of}) <= ${most} OR length(${of}) <= ${most})`;
      if (least === 0n) return fits;
      return `(${fits} AND ${least === 1n ? `${of} <> ''` : `length(${of}) >= ${least}`})`;
    }
  }
};
