import { eventFields, fieldNames, type FieldName } from './event.ts';

/** The kinds of rule that the event's schema uses. */
export type Rule =
  | { readonly kind: 'instant' }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'text'; readonly minLength: number; readonly maxLength: number };

export type FieldRule = Rule & {
  readonly name: FieldName;
  readonly required: boolean;
  readonly description: string;
};

type Keywords = {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly pattern?: unknown;
  readonly enum?: unknown;
  readonly description?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly minLength?: unknown;
  readonly maxLength?: unknown;
};

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

const ruleOf = (keywords: Keywords): Rule => {
  if (Array.isArray(keywords.enum)) return { kind: 'choice', choices: keywords.enum.map(String) };
  if (keywords.type === 'integer') {
    return {
      kind: 'integer',
      minimum: numberOr(keywords.minimum, Number.MIN_SAFE_INTEGER),
      maximum: numberOr(keywords.maximum, Number.MAX_SAFE_INTEGER),
    };
  }
  if (keywords.format === 'date-time') return { kind: 'instant' };
  if (typeof keywords.pattern === 'string') return { kind: 'pattern', pattern: keywords.pattern };
  return {
    kind: 'text',
    minLength: numberOr(keywords.minLength, 0),
    maxLength: numberOr(keywords.maxLength, Number.MAX_SAFE_INTEGER),
  };
};

/** The rules of the event, read from its schema, in the order in which they are judged. */
export const fieldRules: readonly FieldRule[] = fieldNames.map((name) => {
  const keywords: Keywords = eventFields[name];
  return {
    ...ruleOf(keywords),
    name,
    required: eventFields[name].required,
    description: typeof keywords.description === 'string' ? keywords.description : '',
  };
});

/** The rule in words that fit after "must be". */
export const describeRule = (rule: Rule): string => {
  switch (rule.kind) {
    case 'instant':
      return 'an RFC 3339 time with zone, in the years 1900 to 2199 in UTC';
    case 'integer':
      return `a whole number from ${rule.minimum} to ${rule.maximum}`;
    case 'choice':
      return `one of ${rule.choices.join(', ')}`;
    case 'pattern':
      return `text that matches ${rule.pattern}`;
    case 'text':
      return `text of ${rule.minLength} to ${rule.maxLength} characters`;
  }
};
